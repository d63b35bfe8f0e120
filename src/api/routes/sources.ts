import { z } from "zod";
import { source, sourceLimitsChange, sourceList } from "../../contracts/index.ts";
import { operatorOnly } from "../errors.ts";
import { exampleSource } from "../examples.ts";
import { isOperator } from "../guards/operator.ts";
import type { Api, ApiParts } from "../parts.ts";
import { problems } from "../problems.ts";

const tags = ["collect"];

export function sourceRoutes(api: Api, { services, operatorToken }: ApiParts): void {
  api.get(
    "/sources",
    {
      schema: {
        operationId: "listSources",
        tags,
        summary: "What can be collected, with what keys, within what limits, and how it went the last time",
        response: { 200: sourceList, ...problems() },
      },
      config: { example: { response: { items: [exampleSource] } } },
    },
    async () => services.sources.list(),
  );

  api.patch(
    "/sources/:id/limits",
    {
      schema: {
        operationId: "setSourceLimits",
        tags,
        summary: "Limit a source, for all collectors",
        description: "What is left out stays as it is. Needs the operator's token as a bearer.",
        params: z.object({ id: z.string().max(100) }),
        body: sourceLimitsChange,
        response: { 200: source, ...problems(404, 413, 415) },
      },
      config: {
        example: {
          request: { dailyRequests: 500, quietHours: { from: "23:00", to: "07:00" } },
          response: exampleSource,
        },
      },
    },
    async ({ params, body, headers }) => {
      if (!isOperator(headers.authorization, operatorToken)) throw operatorOnly();
      return services.sources.setLimits(params.id, body);
    },
  );
}
