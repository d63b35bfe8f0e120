import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { getJson } from "./client.ts";
import type { DocumentFacets, KeywordList, Overview, SourceList, Trends } from "./types.ts";

const calmMs = 60_000;
const busyMs = 4_000;

/** How often to look again: often while documents are still on their way, rarely otherwise. */
export function freshness(overview: Overview | undefined): number {
  if (overview === undefined) return calmMs;
  const waiting = overview.waiting.refine + overview.waiting.understand;
  return overview.runningCollections > 0 || waiting > 0 ? busyMs : calmMs;
}

export const overviewQuery = queryOptions({
  queryKey: ["overview"],
  queryFn: ({ signal }) => getJson<Overview>("/overview", {}, signal),
  refetchInterval: (query) => freshness(query.state.data),
});

export const sourcesQuery = queryOptions({
  queryKey: ["sources"],
  queryFn: ({ signal }) => getJson<SourceList>("/sources", {}, signal),
});

export function trendsQuery(filters: object, refetchInterval: number | false = false) {
  return queryOptions({
    queryKey: ["trends", filters],
    queryFn: ({ signal }) => getJson<Trends>("/trends", filters, signal),
    placeholderData: keepPreviousData,
    refetchInterval,
  });
}

export function keywordsQuery(filters: object, refetchInterval: number | false = false) {
  return queryOptions({
    queryKey: ["keywords", filters],
    queryFn: ({ signal }) => getJson<KeywordList>("/keywords", filters, signal),
    placeholderData: keepPreviousData,
    refetchInterval,
  });
}

export function facetsQuery(filters: object, refetchInterval: number | false = false) {
  return queryOptions({
    queryKey: ["facets", filters],
    queryFn: ({ signal }) => getJson<DocumentFacets>("/documents/facets", filters, signal),
    placeholderData: keepPreviousData,
    refetchInterval,
  });
}
