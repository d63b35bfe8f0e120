/** Parameters that carry keys, tokens or sessions, in addresses and in messages that quote them. */
const secretParameter =
  /([?&;#][\w.%-]{0,40}(?:key|token|secret|passw|auth|sig|session|credential|code|client_id|sid)[\w.%-]{0,20}=)[^&\s#"'<>]{1,2048}/gi;
const userInfo = /(\b[a-z][a-z0-9+.-]{1,20}:\/\/)[^/?#\s@]{1,256}@/gi;
const bearer = /\b(Bearer|Basic)\s+[\w.~+/=-]{8,2048}/gi;

/** A text as logs may hold it: names and passwords before a host, and the values of parameters that look like keys, become `***`. */
export function withoutSecrets(text: string): string {
  return text.replace(userInfo, "$1***@").replace(secretParameter, "$1***").replace(bearer, "$1 ***");
}
