import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { collectionQuery, collectionsQuery, startCollection } from "../../api/collection-queries.ts";

/** Starts a collection and leads to it. */
export function useStartCollection() {
  const navigate = useNavigate();
  const client = useQueryClient();
  return useMutation({
    mutationFn: startCollection,
    onSuccess: (collection) => {
      client.setQueryData(collectionQuery(collection.id).queryKey, collection);
      void client.invalidateQueries({ queryKey: collectionsQuery.queryKey });
      void navigate({ to: "/collect/$id", params: { id: String(collection.id) } });
    },
  });
}
