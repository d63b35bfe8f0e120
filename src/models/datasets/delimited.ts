import { readLines } from "./read-lines.ts";

/** What a quoted field may stretch over; a record beyond either counts as bad. Both bounds keep re-reading it cheap. */
const longestRecord = 1 << 18;
const mostLines = 200;

/**
 * Records of a tab- or comma-separated file. Tabs: no quoting at all, as in NSMC, where a lone " is just a character.
 * Commas: RFC 4180, quoted fields may hold commas, doubled quotes and line breaks.
 */
export async function* readRecords(
  file: string,
  delimiter: "\t" | ",",
  onBytes?: (bytes: Buffer) => void,
): AsyncGenerator<string[]> {
  let open = "";
  let openLines = 0;
  for await (const lines of readLines(file, onBytes)) {
    for (const line of lines) {
      if (delimiter === "\t") {
        yield line.split("\t");
        continue;
      }
      const record = open === "" ? line : `${open}\n${line}`;
      const fields = splitQuoted(record);
      if (fields === null && record.length < longestRecord && openLines < mostLines) {
        open = record;
        openLines++;
        continue;
      }
      open = "";
      openLines = 0;
      yield fields ?? [];
    }
  }
  if (open !== "") yield [];
}

/** Null while a quote is still open. */
function splitQuoted(record: string): string[] | null {
  const fields: string[] = [];
  let at = 0;
  while (true) {
    if (record[at] !== '"') {
      const comma = record.indexOf(",", at);
      fields.push(record.slice(at, comma === -1 ? undefined : comma));
      if (comma === -1) return fields;
      at = comma + 1;
      continue;
    }
    let field = "";
    at++;
    while (true) {
      const quote = record.indexOf('"', at);
      if (quote === -1) return null;
      field += record.slice(at, quote);
      at = quote + 1;
      if (record[at] !== '"') break;
      field += '"';
      at++;
    }
    const comma = record.indexOf(",", at);
    fields.push(field + record.slice(at, comma === -1 ? undefined : comma));
    if (comma === -1) return fields;
    at = comma + 1;
  }
}
