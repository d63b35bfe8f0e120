import type {
  FastifyBaseLogger,
  FastifyInstance,
  preHandlerAsyncHookHandler,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Clock } from "../lib/clock.ts";
import type { ApiServices } from "./services.ts";

/** The server as routes see it: schemas are zod, and requests are typed by them. */
export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What every file of routes is handed. */
export interface ApiParts {
  services: ApiServices;
  version: string;
  clock: Clock;
  /** Needed to name private addresses; null when nobody may. */
  operatorToken: string | null;
  limits: { predict: preHandlerAsyncHookHandler; search: preHandlerAsyncHookHandler };
  /** How often a progress stream looks, and how long it stays silent at most, ms. */
  streams: { pollMs: number; heartbeatMs: number; max: number };
  /** Aborts when the server closes, so that open streams end. */
  closing: AbortSignal;
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** Mends unstorable characters in the input instead of refusing it. */
    mendText?: boolean;
    /** Shown in the OpenAPI document; a test holds them to the schemas. */
    example?: { request?: unknown; response?: unknown };
  }
}
