import { z } from "zod";
import {
  documentDetail,
  documentFacets,
  documentFilter,
  documentList,
  documentListQuery,
  id,
  keywordList,
  keywordQuery,
  trendQuery,
  trends,
} from "../../contracts/index.ts";
import { exampleDetail, exampleFacets, exampleKeywords, exampleSummary, exampleTrends } from "../examples.ts";
import type { Api, ApiParts } from "../parts.ts";
import { problems } from "../problems.ts";

export function documentRoutes(api: Api, { services, limits }: ApiParts): void {
  api.get(
    "/documents",
    {
      schema: {
        operationId: "listDocuments",
        tags: ["documents"],
        summary: "Search and list documents",
        querystring: documentListQuery,
        response: { 200: documentList, ...problems(429) },
      },
      config: { example: { response: { items: [exampleSummary], nextCursor: null, total: 1 } } },
      preHandler: limits.search,
    },
    async (request) => services.documents.list(request.query),
  );

  api.get(
    "/documents/facets",
    {
      schema: {
        operationId: "countDocumentFacets",
        tags: ["documents"],
        summary: "Counts by host, source, language, sentiment and grade",
        description: "A missing language counts as `und`, a missing sentiment as `none`; both work as filters.",
        querystring: documentFilter,
        response: { 200: documentFacets, ...problems(429) },
      },
      config: { example: { response: exampleFacets } },
      preHandler: limits.search,
    },
    async (request) => services.documents.countFacets(request.query),
  );

  api.get(
    "/documents/:id",
    {
      schema: {
        operationId: "getDocument",
        tags: ["documents"],
        summary: "One document with its text, sentences and lineage",
        params: z.object({ id }),
        response: { 200: documentDetail, ...problems(404) },
      },
      config: { example: { response: exampleDetail } },
    },
    async (request) => services.documents.load(request.params.id),
  );

  api.get(
    "/trends",
    {
      schema: {
        operationId: "getTrends",
        tags: ["insight"],
        summary: "Documents and sentiment over time, KST",
        querystring: trendQuery,
        response: { 200: trends, ...problems(429) },
      },
      config: { example: { response: exampleTrends } },
      preHandler: limits.search,
    },
    async (request) => services.trends(request.query),
  );

  api.get(
    "/keywords",
    {
      schema: {
        operationId: "listKeywords",
        tags: ["insight"],
        summary: "Keywords by the number of documents that share them",
        querystring: keywordQuery,
        response: { 200: keywordList, ...problems(429) },
      },
      config: { example: { response: exampleKeywords } },
      preHandler: limits.search,
    },
    async (request) => services.keywords(request.query),
  );
}
