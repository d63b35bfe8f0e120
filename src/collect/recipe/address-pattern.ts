/** Whether an address fits a pattern in which `*` stands for anything: as written, from the first character to the last. Linear in the address. */
export function fitsPattern(address: string, pattern: string): boolean {
  const parts = pattern.split("*");
  const first = parts[0] ?? "";
  if (parts.length === 1) return address === pattern;
  if (!address.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = address.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const last = parts.at(-1) ?? "";
  return address.length - last.length >= at && address.endsWith(last);
}
