import type { CollectionRequestInput } from "@contracts/collections.ts";
import type { SourceView } from "../../api/types.ts";
import type { MessageId } from "../../i18n/en/index.ts";

/** The form as typed. Options are kept by source and name, so that a look at another source loses nothing. */
export interface SourceDraft {
  query: string;
  maxResults: number | "";
  /** `2026-11-01`; empty for no bound. */
  since: string;
  set: Readonly<Record<string, string>>;
}

export const emptySourceDraft: SourceDraft = { query: "", maxResults: 100, since: "", set: {} };

/** The draft in the contract's words, or what is wrong with it. */
export function readSourceDraft(
  draft: SourceDraft,
  source: SourceView,
): { request: CollectionRequestInput } | { errors: Partial<Record<"query" | "maxResults", MessageId>> } {
  const query = draft.query
    .split(/[,，、]/)
    .map((text) => text.trim())
    .filter((text) => text !== "");
  if (source.asks === "query" && query.length === 0) return { errors: { query: "ask.error.query" } };
  const { maxResults } = draft;
  if (maxResults !== "" && (!Number.isInteger(maxResults) || maxResults < 1 || maxResults > 10_000_000)) {
    return { errors: { maxResults: "ask.error.maxResults" } };
  }
  const set = source.options.flatMap(({ name, default: usual }) => {
    const value = draft.set[`${source.id} ${name}`]?.trim() ?? "";
    return value === "" || value === usual ? [] : [[name, value] as const];
  });
  return {
    request: {
      source: source.id,
      query,
      ...(maxResults === "" ? {} : { maxResults }),
      ...(draft.since === "" ? {} : { since: `${draft.since}T00:00:00+09:00` }),
      ...(set.length === 0 ? {} : { set: Object.fromEntries(set) }),
    },
  };
}
