import type { PageImage } from "./page.ts";

/** What a document is. Pages come from crawling; the rest are items of a source. */
export const itemKinds = [
  "page",
  "post",
  "comment",
  "video",
  "posting",
  "message",
  "result",
  "review",
  "row",
  "profile",
] as const;
export type ItemKind = (typeof itemKinds)[number];

/** Kinds that nobody gives a title: a missing one is no weakness. */
export const untitledKinds: ReadonlySet<ItemKind> = new Set(["comment", "message", "post", "review", "row"]);

export type FieldValue = string | number | boolean | null | readonly string[];

/** One thing that an answer holds: a post, a comment, a job posting. Becomes a document. */
export interface Item {
  /** Absolute address that people open it by; its identity within the source. */
  url: string;
  kind: ItemKind;
  title: string | null;
  /** Name as shown. Ids of people never stand here: see `hashAuthor` of the reading's context. */
  author: string | null;
  publishedAt: Date | null;
  modifiedAt: Date | null;
  /** Plain text: markup and entities undone, lines kept. */
  text: string;
  /** BCP 47 primary tag when the source tells it; null lets the text decide. */
  language: string | null;
  images: readonly PageImage[];
  /** What else the source says (counts, company, deadline), flat, by camelCase name. Times as ISO 8601 text. */
  fields: Readonly<Record<string, FieldValue>>;
  /** Address of what it answers or belongs to; null for none. */
  parentUrl: string | null;
  /** The source says that it is gone: its stored text is erased. */
  deleted: boolean;
  /** The source or its site forbids machines to learn from it. */
  noAi: boolean;
  /** The page that it was read from asks not to be found. */
  noIndex?: boolean;
}

/** An item with everything that most sources leave out. */
export function itemOf(item: Pick<Item, "url" | "kind" | "text"> & Partial<Item>): Item {
  return {
    title: null,
    author: null,
    publishedAt: null,
    modifiedAt: null,
    language: null,
    images: [],
    fields: {},
    parentUrl: null,
    deleted: false,
    noAi: false,
    ...item,
  };
}
