import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import {
  checkRequest,
  importRequest,
  type OperationProgress,
  operationEvent,
  refineRequest,
  trainRequest,
} from "../../contracts/index.ts";
import { operatorOnly } from "../errors.ts";
import { isOperator } from "../guards/operator.ts";
import { operationEvents } from "../operation-stream.ts";
import type { Api, ApiParts } from "../parts.ts";
import { problems } from "../problems.ts";
import type { ApiOperations } from "../services.ts";

const description =
  "For the command line of the same machine, which holds the operator's token. The answer is a line of JSON an event: progress, then one result or one error. The work ends when the client goes.";
const lines = {
  200: { description: "Events, one a line", content: { "application/x-ndjson": { schema: operationEvent } } },
};

/** Long work, done by the server because the database is in its hands. */
export function operationRoutes(
  api: Api,
  { operatorToken, streams, closing }: ApiParts,
  operations: ApiOperations,
): void {
  const onlyOperator = async ({ headers }: FastifyRequest) => {
    if (!isOperator(headers.authorization, operatorToken)) throw operatorOnly();
  };
  const answer = (
    request: FastifyRequest,
    reply: FastifyReply,
    run: (onProgress: (progress: OperationProgress) => void, signal: AbortSignal) => Promise<unknown>,
  ) => {
    const gone = new AbortController();
    reply.raw.once("close", () => gone.abort());
    const signal = AbortSignal.any([gone.signal, closing]);
    const events = operationEvents({
      run: (onProgress) => run(onProgress, signal),
      onBug: (error) => {
        if (!signal.aborted) request.log.error({ err: error, route: request.routeOptions.url }, "An operation failed.");
      },
      heartbeatMs: streams.heartbeatMs,
    });
    return reply.type("application/x-ndjson").send(Readable.from(events) as never);
  };

  api.post(
    "/operations/refine",
    {
      schema: {
        operationId: "refineAgain",
        tags: ["operations"],
        summary: "Read captures again with today's parsers",
        description,
        body: refineRequest,
        response: { ...lines, ...problems(413, 415) },
      },
      config: { example: { request: { source: "web", dryRun: true } } },
      onRequest: onlyOperator,
    },
    async (request, reply) =>
      answer(request, reply, (onProgress, signal) => operations.refine(request.body, onProgress, signal)),
  );

  api.post(
    "/operations/import",
    {
      schema: {
        operationId: "importFiles",
        tags: ["operations"],
        summary: "Take files of this machine into the archive and make documents of them",
        description,
        body: importRequest,
        response: { ...lines, ...problems(413, 415) },
      },
      config: { example: { request: { paths: ["/home/me/reviews.csv"] } } },
      onRequest: onlyOperator,
    },
    async (request, reply) =>
      answer(request, reply, (onProgress, signal) => operations.import(request.body, onProgress, signal)),
  );

  api.post(
    "/operations/train",
    {
      schema: {
        operationId: "train",
        tags: ["operations"],
        summary: "Train a model, track the run, register it when asked",
        description,
        body: trainRequest,
        response: { ...lines, ...problems(413, 415) },
      },
      config: { example: { request: { dataset: "nsmc", trainer: "linear" } } },
      onRequest: onlyOperator,
    },
    async (request, reply) =>
      answer(request, reply, (onProgress, signal) => operations.train(request.body, onProgress, signal)),
  );

  api.post(
    "/operations/check",
    {
      schema: {
        operationId: "checkCounts",
        tags: ["operations"],
        summary: "Compare the counts with a full count of the documents",
        description,
        body: checkRequest,
        response: { ...lines, ...problems(413, 415) },
      },
      config: { example: { request: { rebuild: false } } },
      onRequest: onlyOperator,
    },
    async (request, reply) =>
      answer(request, reply, (onProgress, signal) => operations.check(request.body, onProgress, signal)),
  );
}
