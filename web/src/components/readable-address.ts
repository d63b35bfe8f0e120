/** An address as people read it: percent-coded Hangul as Hangul. For showing only; the address itself stays as it is. */
export function readableAddress(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}
