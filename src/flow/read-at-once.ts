import type { Db } from "../platform/db/database.ts";
import { databaseFault } from "../platform/db/database-fault.ts";
import { cleanWaiting, type RefinedRow, refineDocuments } from "../refine/index.ts";
import { type ThreadModel, type UnderstandPool, understandCleaned } from "../understand/index.ts";

export interface ReadAtOnceParts {
  db: Db;
  pool: UnderstandPool;
  model: () => Promise<ThreadModel>;
}

/** Written by one statement, and a step that whoever watches can see: as much as takes some 50 ms. */
const stepDocuments = 128;
const stepCharacters = 60_000;
/** Documents whose texts are in memory at one time. */
const loadedDocuments = 250;

/**
 * The stage `refine` where the same process understands too: a document that has just come in is cleaned and understood with one write, from grade
 * 3 to 5, once the threads that read are awake. What cannot be understood is cleaned and goes on to the next stage, which says why; so does what has been cleaned before.
 * Gives the ids that go on.
 */
export async function readAtOnce(parts: ReadAtOnceParts, ids: readonly number[]): Promise<number[]> {
  const { db, pool } = parts;
  // Until the threads have loaded their dictionary, people would look at documents without a title: those are cleaned at once, and read when it is there.
  if (pool.awake === 0) return refineDocuments(db, ids);
  const done = new Set<number>();
  for (let at = 0; at < ids.length; at += loadedDocuments) {
    const cleaned = await cleanWaiting(db, ids.slice(at, at + loadedDocuments));
    for (const step of stepsOf(cleaned)) {
      const ended = await understood(parts, step);
      if (ended === null) return refineDocuments(db, without(ids, done));
      for (const id of ended) done.add(id);
    }
  }
  return refineDocuments(db, without(ids, done));
}

function without(ids: readonly number[], done: ReadonlySet<number>): number[] {
  return ids.filter((id) => !done.has(id));
}

/** Ids of those that are at grade 5 now; null when nothing can be understood for the time being. */
async function understood({ db, pool, model }: ReadAtOnceParts, step: readonly RefinedRow[]): Promise<number[] | null> {
  try {
    const cleaned = step.map(({ id, clean_text, clean_title, masked, hashtags, mentions, refiner_version }) => ({
      ...{ id, clean_text, clean_title, masked, hashtags, mentions, refiner_version },
    }));
    const left = new Set(await understandCleaned(db, pool, await model(), cleaned));
    return step.map(({ id }) => id).filter((id) => !left.has(id));
  } catch (error) {
    // A database that is away would not take clean texts either. Whatever else it is, the next stage meets it too and answers for it.
    if (databaseFault(error) !== null) throw error;
    return null;
  }
}

function* stepsOf(rows: readonly RefinedRow[]): Generator<RefinedRow[]> {
  let step: RefinedRow[] = [];
  let characters = 0;
  for (const row of rows) {
    step.push(row);
    characters += row.clean_text?.length ?? 0;
    if (step.length < stepDocuments && characters < stepCharacters) continue;
    yield step;
    step = [];
    characters = 0;
  }
  if (step.length > 0) yield step;
}
