import { queryOptions } from "@tanstack/react-query";
import { getJson, postJson } from "./client.ts";
import type { Alert, AlertList, SourceList } from "./types.ts";

export const sourcesQuery = queryOptions({
  queryKey: ["sources"],
  queryFn: ({ signal }) => getJson<SourceList>("/sources", {}, signal),
  staleTime: 10_000,
});

/** What a person should look at, and nobody has put away yet. */
export const alertsQuery = queryOptions({
  queryKey: ["alerts"],
  queryFn: ({ signal }) => getJson<AlertList>("/alerts", { unseen: true, limit: 20 }, signal),
  refetchInterval: 30_000,
});

export function seeAlert(id: number): Promise<Alert> {
  return postJson<Alert>(`/alerts/${id}/seen`, undefined);
}
