import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { getJson, postJson } from "./client.ts";
import type { CaptureList, Collection, CollectionFailures, CollectionList, CollectionRequestInput } from "./types.ts";

export const collectionsQuery = infiniteQueryOptions({
  queryKey: ["collections"],
  queryFn: ({ signal, pageParam }) => getJson<CollectionList>("/collections", { cursor: pageParam, limit: 50 }, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.nextCursor ?? undefined,
  refetchInterval: (query) =>
    query.state.data?.pages.some((page) => page.items.some((one) => one.status === "running")) === true
      ? 2_000
      : 30_000,
});

export function collectionQuery(id: number) {
  return queryOptions({
    queryKey: ["collection", id],
    queryFn: ({ signal }) => getJson<Collection>(`/collections/${id}`, {}, signal),
  });
}

export function failuresQuery(id: number, reason: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ["failures", id, reason ?? null],
    queryFn: ({ signal, pageParam }) =>
      getJson<CollectionFailures>(`/collections/${id}/failures`, { cursor: pageParam, reason, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
}

export function capturesQuery(collection: number) {
  return infiniteQueryOptions({
    queryKey: ["captures", collection],
    queryFn: ({ signal, pageParam }) =>
      getJson<CaptureList>("/captures", { collection, cursor: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
}

export function startCollection(request: CollectionRequestInput): Promise<Collection> {
  return postJson<Collection>("/collections", request);
}

export type Order = "pause" | "resume" | "stop";

export function orderCollection(id: number, order: Order): Promise<Collection> {
  return postJson<Collection>(`/collections/${id}/${order}`, undefined);
}
