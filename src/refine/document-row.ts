import { type Item, type ItemKind, untitledKinds } from "../domain/item.ts";
import type { PageReading } from "../domain/page.ts";
import { gramsOf } from "../lib/grams.ts";
import { sha256Hex } from "../lib/hash.ts";
import { type GradeVerdict, gradeDocument } from "./grade.ts";
import { maskText } from "./mask/mask-text.ts";
import type { RefinedText } from "./refine-text.ts";
import { parserVersion, refinerVersion } from "./versions.ts";

/** A reading and the capture it came from. */
export interface ReadingToSave {
  captureId: number;
  collectionId: number | null;
  sourceId: string;
  /** Normalised address. */
  url: string;
  host: string;
  /** When the capture was made. */
  collectedAt: Date;
  reading: PageReading;
  /** Set when a source read it as an item; `version` is its reader's. */
  item?: { of: Item; version: string };
}

/** Columns of `documents` that follow from a reading, in the form that json_to_recordset takes. */
export interface ParsedColumns {
  title: string | null;
  author: string | null;
  site_name: string | null;
  published_at: string | null;
  modified_at: string | null;
  language: string | null;
  canonical_url: string | null;
  images: { url: string; alt: string | null }[];
  charset: string | null;
  charset_source: string | null;
  no_ai: boolean;
  no_index: boolean;
  text: string;
}

/** Columns that cleaning and masking add. */
export interface RefinedColumns {
  clean_text: string | null;
  clean_title: string | null;
  masked: Record<string, number>;
  hashtags: string[];
  mentions: string[];
}

/** Columns that only items have. */
export interface ItemColumns {
  kind: ItemKind;
  fields: Item["fields"];
  parent_url: string | null;
}

export interface DocumentRow extends ParsedColumns, RefinedColumns, ItemColumns {
  capture_id: number;
  collection_id: number | null;
  source_id: string;
  url: string;
  host: string;
  grade: number;
  failed_rule: string | null;
  failed_detail: string | null;
  parser_version: string;
  refiner_version: string | null;
  collected_at: string;
  dated_at: string;
  text_digest: string;
  grams: string[];
}

/** Digest by which a page captured again counts as unchanged: title and text, not the fields that templates touch daily. */
export function textDigest(title: string | null, text: string): string {
  return sha256Hex(`${title ?? ""}\n${text}`);
}

export function parsedColumns(reading: PageReading): ParsedColumns {
  const { document, charset, robots } = reading;
  return {
    title: document?.title ?? null,
    author: masked(document?.author ?? null),
    site_name: masked(document?.siteName ?? null),
    published_at: document?.publishedAt?.toISOString() ?? null,
    modified_at: document?.modifiedAt?.toISOString() ?? null,
    language: document?.language ?? null,
    canonical_url: document?.canonicalUrl ?? null,
    images: (document?.images ?? []).map(({ url, alt }) => ({ url, alt: masked(alt) })),
    charset: charset?.name ?? null,
    charset_source: charset?.source ?? null,
    no_ai: robots.noai,
    no_index: robots.noindex,
    text: document?.text ?? "",
  };
}

/** Short fields are shown as they are stored, so they are masked at once; only what holds a digit or an at sign can hold such data. */
function masked(field: string | null): string | null {
  return field === null || !/[\d@]/.test(field) ? field : maskText(field).text;
}

/** Values that are text may hold what people wrote, addresses of people among it. */
function maskedFields(fields: Item["fields"]): Item["fields"] {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === "string" ? masked(value) : Array.isArray(value) ? value.map((one) => masked(one) ?? "") : value,
    ]),
  );
}

/** Fields that tell by what an item was found: several queries find the same one. */
const found = new Set(["account", "provider", "query"]);

/** Counts go up by the hour, and an item is found in several ways: neither changes what it says. */
function itemDigest({ title, text }: ParsedColumns, { fields, kind }: Item): string {
  const said = Object.entries(fields).filter(([name, value]) => typeof value !== "number" && !found.has(name));
  return sha256Hex(JSON.stringify([kind, title, text, said.sort(([a], [b]) => (a < b ? -1 : 1))]));
}

/** Grade of a reading before or after cleaning. */
export function gradeOfReading(reading: PageReading, refined: boolean, kind: ItemKind = "page"): GradeVerdict {
  const { document, charset, wall } = reading;
  return gradeDocument({
    charset,
    wall,
    title: document?.title ?? null,
    untitled: untitledKinds.has(kind),
    text: document?.text ?? "",
    weakness: document?.weakness ?? null,
    refined,
    derived: false,
  });
}

/** Row of a reading; with `refined`, the clean text and title go along. */
export function documentRow(
  page: ReadingToSave,
  refined: { text: RefinedText; title: RefinedText | null } | null,
): DocumentRow {
  const { reading, item } = page;
  const kind = item?.of.kind ?? "page";
  const fields = maskedFields(item?.of.fields ?? {});
  const parsed = parsedColumns(reading);
  const { grade, failedRule, failedDetail } = gradeOfReading(reading, refined !== null, kind);
  const columns = refinedColumns(refined);
  return {
    capture_id: page.captureId,
    collection_id: page.collectionId,
    source_id: page.sourceId,
    url: page.url,
    host: page.host,
    grade,
    failed_rule: failedRule,
    failed_detail: failedDetail,
    parser_version: item?.version ?? parserVersion,
    refiner_version: refined === null ? null : refinerVersion,
    collected_at: page.collectedAt.toISOString(),
    dated_at: parsed.published_at ?? page.collectedAt.toISOString(),
    text_digest: item === undefined ? textDigest(parsed.title, parsed.text) : itemDigest(parsed, item.of),
    kind,
    fields,
    parent_url: item?.of.parentUrl ?? null,
    ...parsed,
    ...columns,
    grams: refined !== null && grade < 4 ? searchTerms(columns) : [],
  };
}

/** Terms that a document below grade 4 is found by; the analyser writes those of the others. */
export function searchTerms({ clean_title, clean_text }: RefinedColumns): string[] {
  return gramsOf(`${clean_title ?? ""}\n${clean_text ?? ""}`);
}

/** Masked counts of title and text are added up. */
export function refinedColumns(refined: { text: RefinedText; title: RefinedText | null } | null): RefinedColumns {
  if (refined === null) return { clean_text: null, clean_title: null, masked: {}, hashtags: [], mentions: [] };
  const { text, title } = refined;
  const masked: Record<string, number> = { ...text.masked };
  for (const [kind, count] of Object.entries(title?.masked ?? {})) masked[kind] = (masked[kind] ?? 0) + count;
  return {
    clean_text: text.text,
    clean_title: title?.text ?? null,
    masked,
    hashtags: text.hashtags,
    mentions: text.mentions,
  };
}
