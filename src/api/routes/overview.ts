import { overview, sourceList } from "../../contracts/index.ts";
import { exampleOverview, exampleSource } from "../examples.ts";
import type { Api, ApiParts } from "../parts.ts";
import { problems } from "../problems.ts";

export function overviewRoutes(api: Api, { services, version }: ApiParts): void {
  api.get(
    "/overview",
    {
      schema: {
        operationId: "getOverview",
        tags: ["overview"],
        summary: "How much there is, and how fresh",
        response: { 200: overview, ...problems() },
      },
      config: { example: { response: exampleOverview } },
    },
    async () => ({ ...(await services.overview()), version }),
  );

  api.get(
    "/sources",
    {
      schema: {
        operationId: "listSources",
        tags: ["collect"],
        summary: "What can be collected, and whether its credentials are set",
        response: { 200: sourceList, ...problems() },
      },
      config: { example: { response: { items: [exampleSource] } } },
    },
    async () => services.sources.list(),
  );
}
