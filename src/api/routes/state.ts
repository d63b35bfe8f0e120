import { z } from "zod";
import { health, ready } from "../../contracts/index.ts";
import type { Metrics } from "../metrics.ts";
import type { Api, ApiParts } from "../parts.ts";
import { problems } from "../problems.ts";

const tags = ["state"];

/** Outside `/api/v1`: what probes and monitors ask. */
export function stateRoutes(api: Api, { services, version, clock }: ApiParts, metrics: Metrics): void {
  const startedAt = clock.now();

  api.get(
    "/health",
    {
      schema: {
        operationId: "getHealth",
        tags,
        summary: "The process lives",
        response: { 200: health, ...problems() },
      },
      config: { example: { response: { status: "ok", version: "0.1.0", uptimeSeconds: 12.5 } } },
    },
    async () => ({ status: "ok" as const, version, uptimeSeconds: (clock.now() - startedAt) / 1000 }),
  );

  api.get(
    "/ready",
    {
      schema: {
        operationId: "getReadiness",
        tags,
        summary: "All parts answer",
        response: {
          200: ready,
          ...problems(),
          503: ready.describe("A part does not answer; its entry says why"),
        },
      },
      config: { example: { response: { ready: true, checks: { database: "ok" } } } },
    },
    async (_request, reply) => {
      const checks = await services.checkReadiness();
      const all = Object.values(checks).every((check) => check === "ok");
      return reply.code(all ? 200 : 503).send({ ready: all, checks });
    },
  );

  api.get(
    "/metrics",
    {
      schema: {
        operationId: "getMetrics",
        tags,
        summary: "Figures for Prometheus",
        response: {
          200: { description: "Text format", content: { "text/plain": { schema: z.string() } } },
          ...problems(),
        },
      },
    },
    async (_request, reply) => reply.type(metrics.contentType).send((await metrics.read()) as never),
  );
}
