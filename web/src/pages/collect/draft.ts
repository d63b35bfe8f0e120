import { type CollectionRequestInput, collectionRequest } from "@contracts/collections.ts";
import type { MessageId } from "../../i18n/en/index.ts";

/** The form as typed; empty numbers mean the contract's default. */
export interface Draft {
  addresses: string;
  depth: number | "";
  maxPages: number | "";
  scope: "host" | "path" | "domain";
  /** Seconds between two requests to one host. */
  delaySeconds: number | "";
  maxPagesPerHost: number | "";
  sitemaps: boolean;
}

export const emptyDraft: Draft = {
  addresses: "",
  depth: 3,
  maxPages: 1000,
  scope: "host",
  delaySeconds: "",
  maxPagesPerHost: "",
  sitemaps: true,
};

export type DraftErrors = Partial<Record<keyof Draft, { id: MessageId; value?: string }>>;

const fields: Record<string, { draft: keyof Draft; id: MessageId }> = {
  urls: { draft: "addresses", id: "form.error.addresses" },
  depth: { draft: "depth", id: "form.error.depth" },
  maxPages: { draft: "maxPages", id: "form.error.maxPages" },
  delayMs: { draft: "delaySeconds", id: "form.error.delay" },
  maxPagesPerHost: { draft: "maxPagesPerHost", id: "form.error.maxPagesPerHost" },
};

/** The draft in the contract's words, checked by it. Addresses without a scheme are taken for https. */
export function readDraft(draft: Draft): { request: CollectionRequestInput } | { errors: DraftErrors } {
  const urls = draft.addresses
    .split(/\s+/)
    .filter((line) => line !== "")
    .map((line) => (/^[a-z][a-z0-9+.-]*:\/\//i.test(line) ? line : `https://${line}`));
  // The contract allows none, for sources that are asked; a crawl needs one.
  if (urls.length === 0) return { errors: { addresses: { id: "form.error.addresses" } } };
  const wrong = urls.find((url) => !isWebAddress(url));
  if (wrong !== undefined) return { errors: { addresses: { id: "form.error.address", value: wrong } } };

  const request = {
    urls,
    scope: draft.scope,
    sitemaps: draft.sitemaps,
    ...(draft.depth === "" ? {} : { depth: draft.depth }),
    ...(draft.maxPages === "" ? {} : { maxPages: draft.maxPages }),
    ...(draft.delaySeconds === "" ? {} : { delayMs: Math.round(draft.delaySeconds * 1000) }),
    ...(draft.maxPagesPerHost === "" ? {} : { maxPagesPerHost: draft.maxPagesPerHost }),
  };
  const checked = collectionRequest.safeParse(request);
  if (checked.success) return { request };
  const errors: DraftErrors = {};
  for (const issue of checked.error.issues) {
    const field = fields[String(issue.path[0])];
    if (field !== undefined) errors[field.draft] ??= { id: field.id };
  }
  return { errors };
}

/** Which field of the form the API's field name means. */
export function draftField(field: string | undefined): keyof Draft | undefined {
  return field === undefined ? undefined : fields[field.split(/[.[]/)[0] ?? ""]?.draft;
}

function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === "http:" || url.protocol === "https:") && url.hostname !== "";
}
