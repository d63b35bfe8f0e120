import { createHash, timingSafeEqual } from "node:crypto";

/** True when the Authorization header carries the operator's token; compared in constant time. */
export function isOperator(authorization: string | undefined, token: string | null): boolean {
  if (token === null || authorization === undefined) return false;
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(authorization), digest(`Bearer ${token}`));
}
