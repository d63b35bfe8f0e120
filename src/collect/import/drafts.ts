import { type Exchange, headerOf, payloadDigest, resourceExchange } from "../../archive/index.ts";
import type { RobotsVerdict } from "../../platform/db/schema.ts";
import type { CaptureDraft } from "../visit/finished-visit.ts";
import type { FoundExchange, FoundPayload } from "./found.ts";

/** Something found, in the form in which it is archived. */
export interface ImportDraft extends CaptureDraft {
  found: FoundPayload | FoundExchange;
}

/** Nobody was asked: the bytes were here already. */
const notAsked: RobotsVerdict = { allowed: true, rule: null, agent: null, because: "off" };

export function draftOf(found: FoundPayload | FoundExchange, collectionId: number, sourceId: string): ImportDraft {
  const exchange = found.kind === "exchange" ? found.exchange : resourceOf(found);
  const { response } = exchange;
  const digest = exchange.digest ?? payloadDigest(response.body);
  exchange.digest = digest;
  const mime = headerOf(response.headers, "content-type")?.split(";", 1)[0]?.trim().toLowerCase().slice(0, 200);
  return {
    found,
    exchange,
    capture: {
      collectionId,
      sourceId,
      url: exchange.url,
      host: hostOf(exchange.url),
      capturedAt: exchange.capturedAt,
      method: exchange.request?.method ?? "GET",
      status: response.status,
      mime: mime === undefined || mime === "" ? null : mime,
      digest,
      payloadLength: response.body.length,
      recordType: found.kind === "payload" ? "resource" : "response",
      refersTo: null,
      etag: headerOf(response.headers, "etag")?.slice(0, 500) ?? null,
      lastModified: headerOf(response.headers, "last-modified")?.slice(0, 200) ?? null,
      robots: notAsked,
      redirectTo: redirectOf(exchange),
      truncated: response.truncated,
    },
  };
}

function resourceOf({ url, capturedAt, contentType, body, robotsTags, metadata }: FoundPayload): Exchange {
  return resourceExchange({
    url,
    capturedAt,
    contentType,
    body,
    metadata,
    ...(robotsTags === undefined ? {} : { robotsTags }),
  });
}

/** Files have no host. */
export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? "";
}

function redirectOf({ url, response }: Exchange): string | null {
  const location = response.status >= 300 && response.status < 400 ? headerOf(response.headers, "location") : null;
  return location === null ? null : (URL.parse(location, url)?.href.slice(0, 2_048) ?? null);
}
