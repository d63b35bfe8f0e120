import {
  exampleAlert,
  exampleCollection,
  exampleCollector,
  exampleFailure,
  exampleModel,
  examplePrediction,
  exampleRun,
  exampleRunDetail,
  exampleSource,
} from "../../src/api/examples.ts";
import type { ApiOperations, ApiServices } from "../../src/api/index.ts";
import { exampleLog, exampleReport, exampleRows } from "../../src/api/output-examples.ts";
import { measureHouse } from "../../src/app/house-levels.ts";
import type { Collection } from "../../src/contracts/index.ts";
import {
  countFacets,
  listCaptures,
  listDocuments,
  listKeywords,
  loadCapture,
  loadDocument,
  loadOverview,
  loadTrends,
} from "../../src/insight/index.ts";
import { systemClock } from "../../src/lib/clock.ts";
import type { Db } from "../../src/platform/db/database.ts";
import { ConflictError, NotFoundError } from "../../src/platform/errors.ts";

export interface TestServices extends ApiServices {
  /** What `collections` holds; a test changes it and looks what the API says. */
  kept: Map<number, Collection>;
  /** Texts that reached the predictor. */
  predicted: string[];
}

/** Services for tests of the API: insight on a real database, and what stands in another room kept in memory. */
export function buildServices(db: Db): TestServices {
  const kept = new Map<number, Collection>([[1, { ...exampleCollection, id: 1 }]]);
  const predicted: string[] = [];
  const load = async (id: number) => {
    const found = kept.get(id);
    if (found === undefined) throw new NotFoundError("collection_not_found", `There is no collection ${id}.`);
    return found;
  };
  const change = (from: Collection["status"][], status: Collection["status"]) => async (id: number) => {
    const found = await load(id);
    if (!from.includes(found.status)) throw new ConflictError("wrong_status", `Collection ${id} is ${found.status}.`);
    kept.set(id, { ...found, status });
    return load(id);
  };
  const page = <T>(items: T[]) => ({ items, nextCursor: null });
  return {
    kept,
    predicted,
    overview: () => loadOverview(db),
    alerts: {
      list: async () => page([exampleAlert]),
      see: async (id) => ({ ...exampleAlert, id, seenAt: exampleAlert.createdAt }),
    },
    sources: {
      list: async () => ({ items: [exampleSource] }),
      setLimits: async (_id, { dailyRequests = null }) => ({
        ...exampleSource,
        limits: { ...exampleSource.limits, dailyRequests },
      }),
    },
    sessions: {
      list: async () => ({ items: [] }),
      add: async ({ name, hosts }) => ({ name, hosts, cookies: 1, expiresAt: null, createdAt: exampleAlert.createdAt }),
      remove: async () => ({ items: [] }),
    },
    collections: {
      async start(request) {
        const id = kept.size + 1;
        kept.set(id, {
          ...exampleCollection,
          id,
          request: { ...exampleCollection.request, urls: request.urls ?? [] },
        });
        return load(id);
      },
      list: async () => page([...kept.values()]),
      load,
      pause: change(["running"], "paused"),
      resume: change(["paused"], "running"),
      stop: change(["running", "paused"], "stopped"),
      listFailures: async (id) => load(id).then(() => page([exampleFailure])),
      listRows: async (id) => load(id).then(() => exampleRows),
      report: async (id) => load(id).then(() => exampleReport),
      listLog: async (id) => load(id).then(() => exampleLog),
    },
    collectors: {
      list: async () => ({ items: [exampleCollector] }),
      drain: async (name) => ({ ...exampleCollector, name, wanted: "drain" }),
      stop: async (name) => ({ ...exampleCollector, name, wanted: "stop" }),
    },
    captures: {
      list: (query) => listCaptures(db, query),
      load: (id) => loadCapture(db, id),
      async readRaw(id) {
        const { mime } = await loadCapture(db, id);
        return { body: Buffer.from("<script>alert(1)</script>"), contentType: mime };
      },
      async replay(id) {
        await loadCapture(db, id);
        return {
          html: "<!doctype html><p>나루</p>",
          headers: { "content-security-policy": "default-src 'none'; frame-ancestors 'self'; sandbox" },
        };
      },
    },
    documents: {
      list: (query) => listDocuments(db, query),
      countFacets: (filter) => countFacets(db, filter),
      load: (id) => loadDocument(db, id),
    },
    trends: (query) => loadTrends(db, query, systemClock),
    keywords: (query) => listKeywords(db, query),
    async predict({ text }, { probs }) {
      predicted.push(...(typeof text === "string" ? [text] : text));
      const one = { ...examplePrediction, ...(probs ? { probabilities: { positive: 0.95, negative: 0.05 } } : {}) };
      return typeof text === "string" ? one : text.map(() => one);
    },
    models: { list: async () => ({ items: [exampleModel] }) },
    runs: {
      list: async () => page([exampleRun]),
      async load(id) {
        if (id !== exampleRun.id) throw new NotFoundError("run_not_found", `There is no run ${id}.`);
        return exampleRunDetail;
      },
    },
    checkReadiness: async () => ({ database: "ok" }),
    measureLevels: () => measureHouse(db, { state: { freeBytes: 1e9, neededBytes: 0, isFull: false } }),
  };
}

/** Operations that take three steps; `source: "broken"` fails by name and `source: "bug"` by mistake. */
export function buildOperations(): ApiOperations {
  return {
    async refine({ source, dryRun }, onProgress, signal) {
      for (let done = 1; done <= 3; done++) {
        onProgress({ message: `${done} captures`, done, total: 3 });
        await systemClock.sleep(20, signal);
      }
      if (source === "broken") throw new ConflictError("refine_running", "Another refine runs.");
      if (source === "bug") throw new Error("secret particulars");
      return { captures: 3, unchanged: 3, changed: 0, added: 0, failed: 0, dryRun, failures: [], changes: [] };
    },
    async import({ paths }) {
      return {
        collectionId: 1,
        files: paths.length,
        archived: 1,
        known: 0,
        rows: 0,
        documents: 1,
        failed: 0,
        skipped: 0,
        byReason: {},
        failures: [],
        finished: true,
        seconds: 1,
      };
    },
    async check() {
      return { counts: 12, differences: [], rebuilt: false, seconds: 0.1 };
    },
    async train() {
      return { runId: "run-1", metrics: { accuracy: 0.88 }, registered: null, notRegistered: null, seconds: 1 };
    },
  };
}
