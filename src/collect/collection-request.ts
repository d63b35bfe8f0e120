import { z } from "zod";
import { InvalidInputError } from "../platform/errors.ts";
import { scopeKinds } from "./scope.ts";
import { findSource } from "./sources/registry.ts";
import { normalizeUrl } from "./url-normal-form.ts";

/** What a collection was asked to do, as it is stored. Read back leniently: rows written by an older naru still run. */
export const storedRequest = z.object({
  urls: z.array(z.string()).min(1),
  source: z.string().default("web"),
  depth: z.int().min(0).default(3),
  maxPages: z.int().min(1).default(1_000),
  scope: z.enum(scopeKinds).default("host"),
  sitemaps: z.boolean().default(true),
  delayMs: z.int().min(0).optional(),
  maxPagesPerHost: z.int().min(1).optional(),
  allowAddresses: z.array(z.string()).default([]),
});
export type StoredRequest = z.output<typeof storedRequest>;
export type CollectionInput = z.input<typeof storedRequest>;

export interface CheckedRequest {
  request: StoredRequest;
  /** Normalised, without repetitions. */
  seeds: { url: string; host: string }[];
}

/**
 * Checks what a person asked for. Addresses without a scheme get `https://`, or `http://` when they name an allowed address or localhost.
 * @throws InvalidInputError `invalid_request`, `invalid_url` or `unknown_source`, naming the field.
 */
export function checkRequest(input: unknown): CheckedRequest {
  const parsed = storedRequest.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = issue?.path.join(".") ?? "";
    throw new InvalidInputError("invalid_request", `${field === "" ? "The request" : field}: ${issue?.message}.`, {
      field,
    });
  }
  const request = parsed.data;
  if (findSource(request.source) === undefined) {
    throw new InvalidInputError("unknown_source", `There is no source "${request.source.slice(0, 80)}".`, {
      field: "source",
      next: "`naru sources` lists what can be collected.",
    });
  }
  const seeds = new Map<string, { url: string; host: string }>();
  for (const [index, text] of request.urls.entries()) {
    const normal = normalizeUrl(withScheme(text.trim(), request.allowAddresses));
    if (normal === null) {
      throw new InvalidInputError("invalid_url", `This is no web address: ${text.slice(0, 200)}`, {
        field: `urls.${index}`,
        next: "Give an address such as https://example.com/ of at most 2,048 characters.",
      });
    }
    seeds.set(normal.url, normal);
  }
  return { request, seeds: [...seeds.values()] };
}

function withScheme(text: string, allowed: readonly string[]): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  if (!/^[\p{L}\p{N}[]/u.test(text) || /^[a-z]+:(?!\d)/i.test(text)) return text;
  const host = text.split("/", 1)[0] ?? "";
  const local = allowed.includes(host) || /^(?:localhost|127\.|\[::1\])/i.test(host);
  return `${local ? "http" : "https"}://${text}`;
}
