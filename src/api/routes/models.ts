import { z } from "zod";
import {
  modelList,
  predictQuery,
  predictRequest,
  predictResponse,
  runDetail,
  runList,
  runListQuery,
} from "../../contracts/index.ts";
import { exampleModel, examplePrediction, exampleRun, exampleRunDetail } from "../examples.ts";
import type { Api, ApiParts } from "../parts.ts";
import { problems } from "../problems.ts";

// 1,000 texts of 20,000 characters would be 60 MB; this holds 1,000 of 5,000 Korean syllables.
const predictBodyLimit = 16 * 1024 * 1024;

export function modelRoutes(api: Api, { services, limits }: ApiParts): void {
  api.post(
    "/predict",
    {
      schema: {
        operationId: "predict",
        tags: ["models"],
        summary: "Sentiment of one text or of many",
        body: predictRequest,
        querystring: predictQuery,
        response: { 200: predictResponse, ...problems(404, 413, 415, 429) },
      },
      config: { mendText: true, example: { request: { text: "정말 재미있게 봤어요" }, response: examplePrediction } },
      bodyLimit: predictBodyLimit,
      preHandler: limits.predict,
    },
    async (request) => services.predict(request.body, request.query),
  );

  api.get(
    "/models",
    {
      schema: {
        operationId: "listModels",
        tags: ["models"],
        summary: "Registered models with their versions and aliases",
        response: { 200: modelList, ...problems() },
      },
      config: { example: { response: { items: [exampleModel] } } },
    },
    async () => services.models.list(),
  );

  api.get(
    "/runs",
    {
      schema: {
        operationId: "listRuns",
        tags: ["models"],
        summary: "Training runs, newest first",
        querystring: runListQuery,
        response: { 200: runList, ...problems() },
      },
      config: { example: { response: { items: [exampleRun], nextCursor: null } } },
    },
    async (request) => services.runs.list(request.query),
  );

  api.get(
    "/runs/:id",
    {
      schema: {
        operationId: "getRun",
        tags: ["models"],
        summary: "One run: parameters, metrics by step, artifacts, environment",
        params: z.object({ id: z.string().max(100) }),
        response: { 200: runDetail, ...problems(404) },
      },
      config: { example: { response: exampleRunDetail } },
    },
    async (request) => services.runs.load(request.params.id),
  );
}
