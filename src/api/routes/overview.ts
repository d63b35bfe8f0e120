import { overview } from "../../contracts/index.ts";
import { exampleOverview } from "../examples.ts";
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
}
