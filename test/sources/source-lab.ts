import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type { Source } from "../../src/collect/index.ts";
import type { Database } from "../../src/platform/db/database.ts";
import type { StandIn } from "../stand-ins/stand-in.ts";
import { openSourceRun, type SourceRun } from "./run-source.ts";

export interface SourceLabParts<S extends StandIn> {
  source: Source;
  open: () => Promise<S>;
  env: Readonly<Record<string, string>>;
  homes: (standIn: S) => Readonly<Record<string, string>>;
}

/** For what is special about one source: a stand-in and an empty database for each test, and collections that really run. */
export interface SourceLab<S extends StandIn> extends Pick<SourceRun, "collect" | "documents" | "frontier"> {
  standIn(): S;
  db(): Database["db"];
  /** Paths and parameters of what the stand-in was asked, in order. */
  asked(): string[];
}

export function useSourceLab<S extends StandIn>({ source, open, env, homes }: SourceLabParts<S>): SourceLab<S> {
  let run: SourceRun;
  let standIn: S;
  beforeAll(async () => {
    run = await openSourceRun(source.id, env, () => homes(standIn));
  });
  afterAll(() => run.close());
  beforeEach(async () => {
    standIn = await open();
    await run.empty();
  });
  afterEach(() => standIn.close());
  return {
    standIn: () => standIn,
    db: () => run.database.db,
    collect: (order, options) => run.collect(order, options),
    documents: () => run.documents(),
    frontier: () => run.frontier(),
    asked: () => standIn.log.map(({ url }) => `${url.pathname}${url.search}`),
  };
}
