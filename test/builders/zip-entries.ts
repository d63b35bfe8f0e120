import { text } from "node:stream/consumers";
import { openPromise } from "yauzl";

/** Files inside a ZIP archive as text, by name. */
export async function entriesOf(file: string): Promise<Map<string, string>> {
  const zip = await openPromise(file);
  const entries = new Map<string, string>();
  for await (const entry of zip.eachEntry())
    entries.set(entry.fileName, await text(await zip.openReadStreamPromise(entry)));
  return entries;
}
