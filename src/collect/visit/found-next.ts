import type { ClaimedRow, FoundUrl } from "../frontier/frontier-row.ts";
import type { NextAddress, Note } from "../sources/source.ts";
import { normalizeUrl } from "../url-normal-form.ts";

/** Answers of an API lead no further than this: a list, its pages, what is in them, and what is in that. */
const maxSteps = 10_000;

/** Told where some of them cannot be kept: see `foundNext`. */
export const lostNext: Note = {
  code: "stopped_early",
  message: "An answer led on to more than can be followed: too many steps, or an address that is too long or none.",
};

/** Where an answer of a source leads, as frontier entries. Pages begin anew, as if a person had given them. */
export function foundNext({ row }: { row: ClaimedRow }, next: readonly NextAddress[]): FoundUrl[] {
  if (row.hops >= maxSteps) return [];
  return next.flatMap(({ url, way = "api" }) => {
    const normal = normalizeUrl(url);
    if (normal === null) return [];
    const page = way === "page";
    return [
      {
        collectionId: row.collectionId,
        ...normal,
        depth: page ? 0 : row.depth,
        foundBy: page ? ("seed" as const) : ("source" as const),
        hops: page ? 0 : row.hops + 1,
        parentId: row.id,
        skip: null,
      },
    ];
  });
}
