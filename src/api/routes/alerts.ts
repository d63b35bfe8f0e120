import { z } from "zod";
import { alert, alertList, alertListQuery, id } from "../../contracts/index.ts";
import { exampleAlert } from "../examples.ts";
import type { Api, ApiParts } from "../parts.ts";
import { problems } from "../problems.ts";

const tags = ["collect"];

export function alertRoutes(api: Api, { services }: ApiParts): void {
  api.get(
    "/alerts",
    {
      schema: {
        operationId: "listAlerts",
        tags,
        summary: "What a person should look at, newest first",
        querystring: alertListQuery,
        response: { 200: alertList, ...problems() },
      },
      config: { example: { response: { items: [exampleAlert], nextCursor: null } } },
    },
    async ({ query }) => services.alerts.list(query),
  );

  api.post(
    "/alerts/:id/seen",
    {
      schema: {
        operationId: "seeAlert",
        tags,
        summary: "Put an alert away",
        params: z.object({ id }),
        response: { 200: alert, ...problems(404) },
      },
      config: { example: { response: exampleAlert } },
    },
    async ({ params }) => services.alerts.see(params.id),
  );
}
