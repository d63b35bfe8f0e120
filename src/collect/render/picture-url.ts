/**
 * Address that the picture of a page is kept under: `urn:fullPage:` and the page's address, as browsertrix-crawler names it, so
 * that its viewers find ours.
 */
export function pictureUrlOf(url: string): string {
  return `urn:fullPage:${url}`;
}
