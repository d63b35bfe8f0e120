import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { apiPath } from "./client.ts";
import { collectionQuery } from "./collection-queries.ts";
import type { Collection } from "./types.ts";

const finalStatuses: ReadonlySet<string> = new Set(["stopped", "done", "failed"]);

export function isFinal(collection: Collection): boolean {
  return finalStatuses.has(collection.status);
}

/** A collection that keeps itself fresh: by server-sent events while it lives, by a look every five seconds if they break. */
export function useLiveCollection(id: number) {
  const client = useQueryClient();
  const query = useQuery({
    ...collectionQuery(id),
    refetchInterval: (state) => (state.state.data !== undefined && isFinal(state.state.data) ? false : 5_000),
  });
  const alive = query.data !== undefined && !isFinal(query.data);

  useEffect(() => {
    if (!alive) return;
    const events = new EventSource(apiPath(`/collections/${id}/events`));
    const read = (event: MessageEvent<string>) => {
      const collection = JSON.parse(event.data) as Collection;
      client.setQueryData(collectionQuery(id).queryKey, collection);
      // The browser would open the stream again for ever once the server has ended it.
      if (isFinal(collection)) events.close();
    };
    events.addEventListener("progress", read);
    return () => {
      events.removeEventListener("progress", read);
      events.close();
    };
  }, [alive, client, id]);

  const wasAlive = useRef(alive);
  useEffect(() => {
    if (wasAlive.current && !alive) {
      // Whatever was listed while it ran has grown since.
      for (const queryKey of [
        ["captures", id],
        ["failures", id],
        ["collections"],
        ["overview"],
        ["documents"],
        ["facets"],
      ]) {
        void client.invalidateQueries({ queryKey });
      }
    }
    wasAlive.current = alive;
  }, [alive, client, id]);

  return query;
}
