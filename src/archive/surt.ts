/**
 * Sort-friendly form of an address, as CDX indexes use it: host labels reversed, `www` and default ports dropped, lower case,
 * query parameters sorted: `http://www.example.com:8080/A?b=2&a=1` → `com,example:8080)/a?a=1&b=2`. Other schemes than
 * http and https stay as they are.
 */
export function surtOf(address: string): string {
  if (!/^https?:/i.test(address) || !URL.canParse(address)) return address.replace(/\s/g, "%20");
  const url = new URL(address);
  const host = url.hostname.replace(/^www\d*\./, "");
  const reversed = host.startsWith("[") ? host : host.split(".").reverse().join(",");
  const port = url.port === "" ? "" : `:${url.port}`;
  let query = "";
  if (url.search.length > 1) query = `?${url.search.slice(1).split("&").sort().join("&").toLowerCase()}`;
  return `${reversed}${port})${url.pathname.toLowerCase()}${query}`;
}
