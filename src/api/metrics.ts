import type { FastifyInstance } from "fastify";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Levels } from "./services.ts";
import { TimelyLevels } from "./timely-levels.ts";

export interface Metrics {
  contentType: string;
  read(): Promise<string>;
}

/** Request durations by route, the process's own figures, and the levels of the house, in a registry of this server alone. */
export function measureRequests(app: FastifyInstance, measureLevels: () => Promise<Levels>): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: "naru_http_request_duration_seconds",
    help: "Time from the request's headers to the end of the answer",
    labelNames: ["method", "route", "status"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const frontier = new Gauge({
    name: "naru_frontier_urls",
    help: "Addresses by state",
    labelNames: ["state"],
    registers: [registry],
  });
  const documents = new Gauge({
    name: "naru_documents",
    help: "Current documents by grade",
    labelNames: ["grade"],
    registers: [registry],
  });
  const waiting = new Gauge({
    name: "naru_documents_waiting",
    help: "Documents that wait to be read, by stage",
    labelNames: ["stage"],
    registers: [registry],
  });
  const held = new Gauge({
    name: "naru_collecting_held",
    help: "1 while collecting waits until what was collected has been read",
    registers: [registry],
  });
  const diskFree = new Gauge({
    name: "naru_disk_free_bytes",
    help: "Free bytes of the disk that holds the data folder",
    registers: [registry],
  });
  const diskFull = new Gauge({
    name: "naru_disk_full",
    help: "1 while collecting, importing and reading wait for room on the disk",
    registers: [registry],
  });
  const fresh = new Gauge({
    name: "naru_levels_fresh",
    help: "0 when the database did not answer in time: naru_frontier_urls, naru_documents and the like are older then",
    registers: [registry],
  });
  const timely = new TimelyLevels(measureLevels);
  app.addHook("onResponse", async (request, reply) => {
    // The pattern, not the path: labels have to stay few.
    const route = request.routeOptions.url ?? "unmatched";
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  return {
    contentType: registry.contentType,
    async read() {
      const { levels, isFresh } = await timely.read();
      fresh.set(isFresh ? 1 : 0);
      if (levels === null) return registry.metrics();
      for (const [state, count] of Object.entries(levels.frontier)) frontier.set({ state }, count);
      documents.reset();
      for (const [grade, count] of Object.entries(levels.documents)) documents.set({ grade }, count);
      for (const [stage, count] of Object.entries(levels.waiting)) waiting.set({ stage }, count);
      held.set(levels.held);
      diskFree.set(levels.diskFreeBytes);
      diskFull.set(levels.diskFull);
      return registry.metrics();
    },
  };
}
