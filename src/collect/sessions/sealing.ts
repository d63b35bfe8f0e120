import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { NaruError } from "../../platform/errors.ts";

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM: version, nonce, tag, ciphertext. `label` is authenticated too, so that a sealed text fits its own row alone. */
export function seal(text: string, key: Buffer, label: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(label));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([Buffer.from([version]), nonce, cipher.getAuthTag(), sealed]);
}

/** @throws NaruError `secret_key_wrong` when the key is another one or the bytes were changed. */
export function unseal(sealed: Buffer, key: Buffer, label: string): string {
  try {
    if (sealed[0] !== version) throw new Error("unknown version");
    const nonce = sealed.subarray(1, 1 + nonceBytes);
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(label));
    decipher.setAuthTag(sealed.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes));
    const text = decipher.update(sealed.subarray(1 + nonceBytes + tagBytes));
    return Buffer.concat([text, decipher.final()]).toString("utf8");
  } catch (cause) {
    throw new NaruError("secret_key_wrong", "The stored session cannot be opened with this key.", {
      cause,
      next: "Set NARU_SECRET_KEY (or put back secret.key) as it was when the session was added, or add the session again.",
    });
  }
}
