import { queryOptions } from "@tanstack/react-query";
import { getJson, postJson } from "./client.ts";
import type { ModelList, Prediction } from "./types.ts";

export const modelsQuery = queryOptions({
  queryKey: ["models"],
  queryFn: ({ signal }) => getJson<ModelList>("/models", {}, signal),
  staleTime: 60_000,
});

/** Asks the model for each text, in the order given. */
export function predict(texts: string[]): Promise<Prediction[]> {
  return postJson<Prediction[]>("/predict", { text: texts }, { probs: "true" });
}
