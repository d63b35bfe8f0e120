import type { Note } from "./source.ts";

/**
 * Where a list goes on, by the parameter `name` that carries its cursor. A cursor that leads to the page on which it stands would be
 * followed for ever where a counter makes every address another: the list ends there, with a note. `of` tells people which list.
 */
export function furtherCursor(
  { searchParams }: URL,
  name: string,
  cursor: string | null | undefined,
  of: string,
): { cursor: string | null; notes: Note[] } {
  if (!cursor || cursor !== searchParams.get(name)) return { cursor: cursor || null, notes: [] };
  const message = `${of}: the next page would be the same page again; it ended there.`;
  return { cursor: null, notes: [{ code: "stopped_early", message }] };
}
