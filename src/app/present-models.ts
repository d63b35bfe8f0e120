import type { z } from "zod";
import type { registeredModel, runDetail, runList, runListQuery } from "../contracts/index.ts";
import { invalidCursor } from "../insight/index.ts";
import type { RegisteredModelView, RunDetailView, RunView } from "../models/index.ts";

export function presentModel(model: RegisteredModelView): z.output<typeof registeredModel> {
  return {
    name: model.name,
    task: model.task,
    description: model.description,
    versions: model.versions.map((version) => ({ ...version, createdAt: version.createdAt.toISOString() })),
  };
}

export function presentRun(run: RunDetailView): z.output<typeof runDetail> {
  return {
    ...presentRunSummary(run),
    environment: run.environment,
    history: run.history.map((point) => ({ ...point, at: point.at.toISOString() })),
    artifacts: run.artifacts.map(({ path, bytes, digest }) => ({ path, bytes, digest })),
  };
}

type Page = { limit: number; before?: { startedAt: Date; id: string } };

/** One page of runs; the cursor is the start and id of the last run seen. */
export async function pageOfRuns(
  list: (page: Page) => Promise<RunView[]>,
  query: z.output<typeof runListQuery>,
): Promise<z.output<typeof runList>> {
  const before = query.cursor === undefined ? undefined : parseCursor(query.cursor);
  const runs = await list({ limit: query.limit + 1, ...(before === undefined ? {} : { before }) });
  const items = runs.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items: items.map(presentRunSummary),
    nextCursor: runs.length > query.limit && last !== undefined ? `${last.startedAt.getTime()}.${last.id}` : null,
  };
}

function presentRunSummary(run: RunView) {
  const { id, experiment, name, status, trainer, dataset, datasetVersion, params, metrics } = run;
  return {
    id,
    experiment,
    name,
    status,
    trainer,
    dataset,
    datasetVersion,
    params,
    metrics,
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
  };
}

function parseCursor(cursor: string): { startedAt: Date; id: string } {
  const match = /^(\d{1,15})\.([\w-]{1,100})$/.exec(cursor);
  if (match?.[1] === undefined || match[2] === undefined) {
    throw invalidCursor();
  }
  return { startedAt: new Date(Number(match[1])), id: match[2] };
}
