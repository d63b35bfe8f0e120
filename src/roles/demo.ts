import type { App } from "../app.ts";
import { type SampleSites, type SiteName, serveSamples, siteNames } from "../demo/index.ts";

interface DemoSetting {
  /** Collections that the demo started; the page calls their documents samples. */
  collections: number[];
  ports: Record<SiteName, number>;
  /** Day of the samples' newest page, ISO 8601. */
  startedAt: string;
}

/**
 * Serves naru's sample sites on loopback; on the first start of an empty installation also collects them, through the same
 * pipeline as any site. Later starts serve them again on the same ports, so that they can be collected once more.
 * Gives null when there is no demo: it was not wanted, or the installation had other work first.
 */
export async function startDemo(app: App, now: Date): Promise<SampleSites | null> {
  const { db } = app.database;
  const row = await db.selectFrom("settings").select("value").where("key", "=", "demo").executeTakeFirst();
  const known = row?.value as DemoSetting | undefined;
  if (known === undefined && !(await isEmpty(app))) return null;
  const sites = await serve(known, app.settings.server.port, now);
  if (sites === null || known !== undefined) return sites;
  const origins = siteNames.map((name) => sites.origins[name]);
  const ports = Object.fromEntries(siteNames.map((name) => [name, Number(new URL(sites.origins[name]).port)]));
  const collections: number[] = [];
  for (const origin of origins) {
    const { id } = await app.services.collections.start({
      urls: [`${origin}/`],
      source: "web",
      depth: 6,
      maxPages: 500,
      scope: "host",
      sitemaps: true,
      delayMs: 0,
      allowAddresses: [new URL(origin).host],
    });
    collections.push(id);
  }
  const value: DemoSetting = { collections, ports: ports as Record<SiteName, number>, startedAt: now.toISOString() };
  await db
    .insertInto("settings")
    .values({ key: "demo", value: JSON.stringify(value) })
    .execute();
  return sites;
}

async function isEmpty({ database }: App): Promise<boolean> {
  const row = await database.db.selectFrom("collections").select("id").limit(1).executeTakeFirst();
  return row === undefined;
}

async function serve(known: DemoSetting | undefined, serverPort: number, now: Date): Promise<SampleSites | null> {
  if (known !== undefined) {
    // Somebody else may have the ports now; what was collected is in the archive all the same.
    return serveSamples({ port: known.ports, startedAt: new Date(known.startedAt) }).catch(() => null);
  }
  // Ports beside naru's own read better than random ones.
  if (serverPort > 0 && serverPort < 65_000) {
    const sites = await serveSamples({ port: serverPort + 1, startedAt: now }).catch(() => null);
    if (sites !== null) return sites;
  }
  return serveSamples({ port: 0, startedAt: now });
}
