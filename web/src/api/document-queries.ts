import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { getJson, probe } from "./client.ts";
import type { DocumentDetail, DocumentList } from "./types.ts";

export function documentsQuery(filters: object) {
  return infiniteQueryOptions({
    queryKey: ["documents", filters],
    queryFn: ({ signal, pageParam }) =>
      getJson<DocumentList>("/documents", { ...filters, cursor: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function documentQuery(id: number) {
  return queryOptions({
    queryKey: ["document", id],
    queryFn: ({ signal }) => getJson<DocumentDetail>(`/documents/${id}`, {}, signal),
  });
}

/** Whether the archived page of a capture can be shown. */
export function replayQuery(capture: number) {
  return queryOptions({
    queryKey: ["replay", capture],
    queryFn: ({ signal }) => probe(`/captures/${capture}/replay`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
