/** Kinds of personal data that have a name of their own in the catalogs; others are shown as they are stored. */
export const maskedKinds = [
  "phone",
  "email",
  "residentNumber",
  "passport",
  "card",
  "account",
  "plate",
  "address",
] as const;

export function isMaskedKind(kind: string): kind is (typeof maskedKinds)[number] {
  return maskedKinds.some((one) => one === kind);
}
