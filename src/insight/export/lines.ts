import type { GrowingFile } from "./growing-file.ts";

/** Small enough that a process killed while it writes leaves whole lines. */
const chunkCharacters = 32_768;

/** Appends lines, several at a time, never a part of one. */
export async function appendLines(file: GrowingFile, lines: Iterable<string>): Promise<void> {
  let chunk = "";
  for (const line of lines) {
    if (chunk !== "" && chunk.length + line.length > chunkCharacters) {
      await file.append(chunk);
      chunk = "";
    }
    chunk += line;
  }
  if (chunk !== "") await file.append(chunk);
}
