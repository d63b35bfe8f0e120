import type { ApiServices } from "../api/index.ts";
import {
  findSource,
  isCredentialSet,
  listQuotaUse,
  loadLimits,
  noLimits,
  quotaOwnersOf,
  type Source,
  saveLimits,
  sources,
} from "../collect/index.ts";
import type { SourceView } from "../contracts/index.ts";
import { countBySource, listLastResults } from "../insight/index.ts";
import type { Clock } from "../lib/clock.ts";
import type { Db } from "../platform/db/database.ts";
import { NotFoundError } from "../platform/errors.ts";

interface SourceServiceParts {
  db: Db;
  clock: Clock;
  env: Readonly<Record<string, string | undefined>>;
}

/** What people see of sources: what each needs and allows, and what it brought. */
export function createSourceServices({ db, clock, env }: SourceServiceParts): ApiServices["sources"] {
  const view = async (list: readonly Source[]): Promise<SourceView[]> => {
    const [counts, limits, results] = [await countBySource(db), await loadLimits(db), await listLastResults(db)];
    const views: SourceView[] = [];
    for (const source of list) {
      views.push({
        ...describe(source, env),
        quotas: await quotasOf(source),
        limits: limits.get(source.id) ?? noLimits,
        ...(counts.get(source.id) ?? { collections: 0, documents: 0, lastCollectedAt: null }),
        lastResult: results.get(source.id) ?? null,
      });
    }
    return views;
  };
  const quotasOf = async (source: Source): Promise<SourceView["quotas"]> => {
    const now = new Date(clock.now());
    const uses: Awaited<ReturnType<typeof listQuotaUse>> = [];
    for (const owner of quotaOwnersOf(source, env)) uses.push(...(await listQuotaUse(db, owner, now)));
    // Each bucket is one key's, and unused by the others.
    uses.sort((a, b) => b.used - a.used);
    return source.quotas.map(({ bucket, of, limit }) => {
      const use = uses.find((one) => one.bucket === bucket);
      return { bucket, of, limit, used: use?.used ?? null, opensAt: use?.opensAt.toISOString() ?? null };
    });
  };
  return {
    list: async () => ({ items: await view(sources) }),
    setLimits: async (id, change) => {
      const source = findSource(id);
      if (source === undefined) {
        throw new NotFoundError("unknown_source", `There is no source "${id.slice(0, 80)}".`, {
          field: "source",
          next: "`naru sources` lists what can be collected.",
        });
      }
      await saveLimits(db, id, change);
      const [changed] = await view([source]);
      if (changed === undefined) throw new Error("The source vanished.");
      return changed;
    },
  };
}

function describe(source: Source, env: SourceServiceParts["env"]) {
  const { id, name, description, way, permission, asks, options } = source;
  const credentialSets = source.credentials.map((set) => ({
    id: set.id,
    name: set.name,
    variables: [...set.variables],
    set: isCredentialSet(set, env),
    applyAt: set.applyAt,
  }));
  return {
    id,
    name,
    description,
    way,
    permission,
    asks,
    ready: credentialSets.length === 0 || credentialSets.some(({ set }) => set),
    credentials: source.credentials.flatMap((set) =>
      set.variables.map((variable) => ({ variable, set: isCredentialSet({ ...set, variables: [variable] }, env) })),
    ),
    credentialSets,
    options: options.map((option) => ({
      name: option.name,
      says: option.says,
      oneOf: option.oneOf === undefined ? null : [...option.oneOf],
      default: option.default ?? null,
    })),
  };
}
