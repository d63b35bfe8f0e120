import Fastify, { type FastifyInstance, LogController } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { type Clock, systemClock } from "../lib/clock.ts";
import type { Log } from "../platform/log.ts";
import { answerBroken } from "./broken-request.ts";
import { compressAnswers } from "./compress.ts";
import { defaultLimits, limitRate, type RateLimits } from "./guards/rate-limit.ts";
import { guardSameSite } from "./guards/same-site.ts";
import { setSecurityHeaders } from "./guards/security-headers.ts";
import { guardText } from "./guards/storable-text.ts";
import { measureRequests } from "./metrics.ts";
import { describeApi } from "./openapi.ts";
import type { Api, ApiParts } from "./parts.ts";
import { answerError } from "./problems.ts";
import { alertRoutes } from "./routes/alerts.ts";
import { captureRoutes } from "./routes/captures.ts";
import { collectionEventRoutes } from "./routes/collection-events.ts";
import { collectionOutputRoutes } from "./routes/collection-output.ts";
import { collectionRoutes } from "./routes/collections.ts";
import { collectorRoutes } from "./routes/collectors.ts";
import { documentRoutes } from "./routes/documents.ts";
import { modelRoutes } from "./routes/models.ts";
import { operationRoutes } from "./routes/operations.ts";
import { overviewRoutes } from "./routes/overview.ts";
import { sessionRoutes } from "./routes/sessions.ts";
import { sourceRoutes } from "./routes/sources.ts";
import { stateRoutes } from "./routes/state.ts";
import type { ApiOperations, ApiServices } from "./services.ts";
import { serveWebPage } from "./web-page.ts";

export interface ApiOptions {
  services: ApiServices;
  /** Long work for the command line; without it those routes are not there. */
  operations?: ApiOperations;
  log: Log;
  version: string;
  /** Folder of the built page (`web/dist`); null when there is none. */
  webFolder: string | null;
  /** Host names, without port, under which this server answers; `*` for any. Default: this machine only. */
  allowedHosts?: readonly string[];
  /** Bearer token of the person who runs this server; null when private addresses cannot be named over HTTP. */
  operatorToken: string | null;
  limits?: Partial<RateLimits>;
  /** Progress streams: time between looks and longest silence in ms, and how many may be open. Default 500, 15,000, 200. */
  streams?: Partial<ApiParts["streams"]>;
  clock?: Clock;
}

export const localHosts: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

const bodyLimit = 1024 * 1024;

/** The HTTP server with all routes, guards and the page; `listen()` starts it, `close()` ends open streams too. */
export function createApi(options: ApiOptions): FastifyInstance {
  const clock = options.clock ?? systemClock;
  const app = Fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    requestTimeout: 60_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: answerError,
    clientErrorHandler: answerBroken,
  }) as unknown as FastifyInstance;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  acceptJsonOnly(app);
  guardSameSite(app, options.allowedHosts ?? localHosts);
  setSecurityHeaders(app);
  compressAnswers(app);
  app.addHook("preValidation", guardText);
  const closing = new AbortController();
  app.addHook("preClose", async () => closing.abort());
  const parts: ApiParts = {
    services: options.services,
    version: options.version,
    clock,
    operatorToken: options.operatorToken,
    limits: {
      predict: limitRate(options.limits?.predict ?? defaultLimits.predict, clock),
      search: limitRate(options.limits?.search ?? defaultLimits.search, clock),
    },
    streams: { pollMs: 500, heartbeatMs: 15_000, max: 200, ...options.streams },
    closing: closing.signal,
  };
  const metrics = measureRequests(app, () => options.services.measureLevels());
  describeApi(app, options.version);
  app.register(async (scope) => stateRoutes(scope as unknown as Api, parts, metrics));
  app.register(async (scope) => registerRoutes(scope as unknown as Api, parts, options.operations), {
    prefix: "/api/v1",
  });
  serveWebPage(app, options.webFolder);
  return app;
}

function registerRoutes(api: Api, parts: ApiParts, operations: ApiOperations | undefined): void {
  overviewRoutes(api, parts);
  sourceRoutes(api, parts);
  sessionRoutes(api, parts);
  alertRoutes(api, parts);
  collectionRoutes(api, parts);
  collectionOutputRoutes(api, parts);
  collectionEventRoutes(api, parts);
  collectorRoutes(api, parts);
  captureRoutes(api, parts);
  documentRoutes(api, parts);
  modelRoutes(api, parts);
  if (operations !== undefined) operationRoutes(api, parts, operations);
}

/** Other types are refused: forms of foreign pages can send those without asking. An empty body is no body. */
function acceptJsonOnly(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body === "") done(null, undefined);
    else parse(request, body as string, done);
  });
}
