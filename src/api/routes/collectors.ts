import { z } from "zod";
import { collector, collectorList } from "../../contracts/index.ts";
import { exampleCollector } from "../examples.ts";
import type { Api, ApiParts } from "../parts.ts";
import { problems } from "../problems.ts";

const params = z.object({ name: z.string().min(1).max(64) });
const tags = ["collect"];

export function collectorRoutes(api: Api, { services }: ApiParts): void {
  const { collectors } = services;

  api.get(
    "/collectors",
    {
      schema: {
        operationId: "listCollectors",
        tags,
        summary: "Collectors that run, and those of the last day that do no more",
        response: { 200: collectorList, ...problems() },
      },
      config: { example: { response: { items: [exampleCollector] } } },
    },
    async () => collectors.list(),
  );

  for (const [verb, summary] of [
    ["drain", "Let a collector finish what is in hand, take no more hosts, and end"],
    ["stop", "Let a collector drop what is in hand and end; its addresses go back into the queue"],
  ] as const) {
    api.post(
      `/collectors/:name/${verb}`,
      {
        schema: {
          operationId: `${verb}Collector`,
          tags,
          summary,
          params,
          response: { 200: collector, ...problems(404, 415) },
        },
        config: { example: { response: { ...exampleCollector, wanted: verb } } },
      },
      async (request) => collectors[verb](request.params.name),
    );
  }
}
