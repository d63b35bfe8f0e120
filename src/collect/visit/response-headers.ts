import type { RawHeaders } from "../../platform/http-out/index.ts";

/** First value of a header, any spelling; null when absent. `name` in lower case. */
export function headerOf(headers: RawHeaders, name: string): string | null {
  for (const [key, value] of headers) if (key.length === name.length && key.toLowerCase() === name) return value;
  return null;
}

/** Every value of a header, one a line. `name` in lower case. */
export function headersOf(headers: RawHeaders, name: string): string[] {
  const values: string[] = [];
  for (const [key, value] of headers) if (key.length === name.length && key.toLowerCase() === name) values.push(value);
  return values;
}

/** Content type without parameters, in lower case; null when absent. */
export function mimeOf(headers: RawHeaders): string | null {
  const value = headerOf(headers, "content-type");
  const mime = value?.split(";", 1)[0]?.trim().toLowerCase().slice(0, 120);
  return mime === undefined || mime === "" ? null : mime;
}
