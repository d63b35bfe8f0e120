import { once } from "node:events";

/** Writes a line of results to standard output and waits while its reader is slow. */
export async function writeLine(text: string): Promise<void> {
  if (!process.stdout.write(`${text}\n`)) await once(process.stdout, "drain");
}
