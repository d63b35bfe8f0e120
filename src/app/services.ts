import { sql } from "kysely";
import type { ApiServices } from "../api/index.ts";
import {
  loadCapture as loadStoredCapture,
  pageInputOf,
  readPayload,
  renderReplay,
  type SharedArchive,
} from "../archive/index.ts";
import {
  askCollector,
  createCollection,
  listCollections,
  listCollectors,
  listFailures,
  loadCollection,
  loadSecretKey,
  pauseCollection,
  resumeCollection,
  stopCollection,
} from "../collect/index.ts";
import {
  countFacets,
  listAlerts,
  listCaptures,
  listDocuments,
  listKeywords,
  loadCapture,
  loadDocument,
  loadOverview,
  loadTrends,
  Seldom,
  seeAlert,
} from "../insight/index.ts";
import type { Clock } from "../lib/clock.ts";
import { within } from "../lib/within.ts";
import { listModels, listRuns, loadRun, type Predictor } from "../models/index.ts";
import type { DiskWatch } from "../platform/data-folder/disk-watch.ts";
import type { Database } from "../platform/db/database.ts";
import { RefusedError } from "../platform/errors.ts";
import { decode } from "../refine/index.ts";
import { createOutputServices, type OutputParts } from "./collection-output.ts";
import { measureHouse } from "./house-levels.ts";
import { pageOfCollections, pageOfFailures, parseIdCursor, presentCollection } from "./present-collections.ts";
import { presentCollector } from "./present-collectors.ts";
import { pageOfRuns, presentModel, presentRun } from "./present-models.ts";
import { presentPredictions } from "./present-predictions.ts";
import { createSessionServices } from "./session-services.ts";
import { createSourceServices } from "./source-services.ts";

export interface ServiceParts {
  database: Database;
  disk: DiskWatch;
  archiveFolder: string;
  /** Null where machines share no bucket. */
  shared: SharedArchive | null;
  folders: Pick<OutputParts, "dataFolder" | "logFolder">;
  predictor: Predictor;
  clock: Clock;
  /** Tells the collector of this process, if any, that there is work. */
  wakeCollector: () => void;
  env: Readonly<Record<string, string | undefined>>;
  /** The setting `collect.endpoints`. */
  endpoints: Readonly<Record<string, string>>;
}

/** A probe gives up soon after. */
const readyMs = 3_000;

/** Binds the features to what the API and the command line ask for. */
export function createServices({
  database,
  disk,
  archiveFolder,
  shared,
  folders,
  predictor,
  clock,
  wakeCollector,
  env,
  endpoints,
}: ServiceParts): ApiServices {
  // Whoever asks here waits for the answer.
  const { inFront: db } = database;
  const seldom = new Seldom(clock);
  const readStored = async (id: number) => {
    const capture = await loadStoredCapture(db, id);
    const payload = await readPayload(
      { folder: archiveFolder, shared, loadCapture: (other) => loadStoredCapture(db, other) },
      capture,
    );
    return { capture, payload, input: pageInputOf(capture.url, payload) };
  };
  const change = async (work: Promise<unknown>, id: number) => {
    await work;
    wakeCollector();
    return presentCollection(await loadCollection(db, id));
  };
  return {
    overview: () => seldom.ask(["overview"], () => loadOverview(db)),
    alerts: {
      list: (query) => listAlerts(db, query),
      see: (id) => seeAlert(db, id, new Date(clock.now())),
    },
    sources: createSourceServices({ db, clock, env }),
    sessions: createSessionServices(db, (make) => loadSecretKey(folders.dataFolder, env, make), clock),
    collections: {
      start: async (request) => {
        const id = await createCollection(db, request, { env, endpoints });
        return change(Promise.resolve(), id);
      },
      list: async ({ limit, cursor, status }) => {
        const views = await listCollections(db, {
          limit: limit + 1,
          ...(status === undefined ? {} : { status }),
          ...(cursor === undefined ? {} : { beforeId: parseIdCursor(cursor) }),
        });
        return pageOfCollections(views, limit);
      },
      load: async (id) => presentCollection(await loadCollection(db, id)),
      pause: (id) => change(pauseCollection(db, id), id),
      resume: (id) => change(resumeCollection(db, id), id),
      stop: (id) => change(stopCollection(db, id), id),
      listFailures: async (id, { limit, cursor, reason }) => {
        const views = await listFailures(db, id, {
          limit: limit + 1,
          ...(reason === undefined ? {} : { reason }),
          ...(cursor === undefined ? {} : { beforeId: parseIdCursor(cursor) }),
        });
        return pageOfFailures(views, limit);
      },
      ...createOutputServices({ db, ...folders }),
    },
    collectors: {
      list: async () => ({ items: (await listCollectors(db)).map(presentCollector) }),
      drain: async (name) => presentCollector(await askCollector(db, name, "drain")),
      stop: async (name) => presentCollector(await askCollector(db, name, "stop")),
    },
    captures: {
      list: (query) => listCaptures(db, query),
      load: (id) => loadCapture(db, id),
      readRaw: async (id) => {
        const { input } = await readStored(id);
        return { body: input.body, contentType: input.contentType };
      },
      replay: async (id) => {
        const { capture, input } = await readStored(id);
        if (capture.robots.directives?.includes("noarchive") === true) {
          throw new RefusedError(
            "replay_refused",
            "The site asks that its page not be shown from an archive (noarchive).",
            {
              next: "Open the live page; the raw bytes stay for your own re-reading.",
            },
          );
        }
        const isText = /^text\/|[/+](?:xml|json|xhtml\+xml)$/.test(capture.mime ?? "text/html");
        const text = isText ? decode(input.body, input.contentType).text : null;
        return renderReplay(capture, { body: input.body, text });
      },
    },
    documents: {
      list: (query) => listDocuments(db, query),
      countFacets: (filter) => seldom.ask(["facets", filter], () => countFacets(db, filter)),
      load: (id) => loadDocument(db, id),
    },
    trends: (query) => seldom.ask(["trends", query], () => loadTrends(db, query, clock)),
    keywords: (query) => seldom.ask(["keywords", query], () => listKeywords(db, query)),
    predict: async ({ text, model, alias, version }, { probs }) => {
      const texts = typeof text === "string" ? [text] : text;
      const answer = await predictor.predict(texts, model, version === undefined ? { alias } : { version });
      const predictions = presentPredictions(answer, probs);
      const [first] = predictions;
      return typeof text === "string" && first !== undefined ? first : predictions;
    },
    models: { list: async () => ({ items: (await listModels(db)).map(presentModel) }) },
    runs: {
      list: (query) => pageOfRuns((page) => listRuns(db, page), query),
      load: async (id) => presentRun(await loadRun(db, id)),
    },
    checkReadiness: async () => ({
      database: await within(
        readyMs,
        seldom
          .ask(["ready"], () => sql`select 1`.execute(db))
          .then(
            () => "ok",
            (error: unknown) => `The database does not answer: ${String(error)}`,
          ),
        `The database has not answered for ${readyMs / 1000} s; it is busy, or away.`,
      ),
    }),
    measureLevels: () => seldom.ask(["levels"], () => measureHouse(db, disk)),
  };
}
