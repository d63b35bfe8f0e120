import { z } from "zod";
import { collectionReport, collectionRows, collectionRowsQuery, id, logPage, logQuery } from "../../contracts/index.ts";
import { exampleLog, exampleReport, exampleRows } from "../output-examples.ts";
import type { Api, ApiParts } from "../parts.ts";
import { problems } from "../problems.ts";

const params = z.object({ id });
const tags = ["collect"];

/** What a collection brought: its documents in order, a report and a log. */
export function collectionOutputRoutes(api: Api, { services: { collections } }: ApiParts): void {
  api.get(
    "/collections/:id/rows",
    {
      schema: {
        operationId: "listCollectionRows",
        tags,
        summary: "Documents that a collection met, each once and in a stable order",
        description: "While it runs, ask again with `nextCursor`: rows that will not change any more follow.",
        params,
        querystring: collectionRowsQuery,
        response: { 200: collectionRows, ...problems(404) },
      },
      config: { example: { response: exampleRows } },
    },
    async (request) => collections.listRows(request.params.id, request.query),
  );

  api.get(
    "/collections/:id/report",
    {
      schema: {
        operationId: "getCollectionReport",
        tags,
        summary: "Counts by reason and by host, slowest hosts, and what was new",
        params,
        response: { 200: collectionReport, ...problems(404) },
      },
      config: { example: { response: exampleReport } },
    },
    async (request) => collections.report(request.params.id),
  );

  api.get(
    "/collections/:id/log",
    {
      schema: {
        operationId: "listCollectionLog",
        tags,
        summary: "What happened to a collection, oldest first",
        description:
          "Start, pause, end, failures, waits and changes, as the collectors of this data folder wrote them.",
        params,
        querystring: logQuery,
        response: { 200: logPage, ...problems(404) },
      },
      config: { example: { response: exampleLog } },
    },
    async (request) => collections.listLog(request.params.id, request.query),
  );
}
