import { existsSync } from "node:fs";
import pg from "pg";
import { browserAdvice, findChromium } from "../collect/index.ts";
import type { Settings } from "../platform/config/settings.ts";
import { openDataFolder } from "../platform/data-folder/data-folder.ts";
import { hasReserve } from "../platform/data-folder/disk-reserve.ts";
import { mountOf } from "../platform/data-folder/disk-room.ts";
import { findHolder } from "../platform/data-folder/folder-lock.ts";
import { checkBucket } from "./diagnose-bucket.ts";

export interface Finding {
  part: string;
  ok: boolean;
  /** True when naru cannot run without it. */
  needed: boolean;
  says: string;
  /** How to mend it; null when there is nothing to mend. */
  next: string | null;
}

export interface Surroundings {
  /** Version of the running Node. */
  node: string;
  /** Where the keys of the bucket are. */
  env: Readonly<Record<string, string | undefined>>;
  statfs(path: string): Promise<{ bavail: number; bsize: number }>;
}

const leastFreeBytes = 1e9;

/** Looks at all that naru needs or can use on this machine. */
export async function diagnose(settings: Settings, around: Surroundings): Promise<Finding[]> {
  return [
    checkNode(around),
    await checkFolder(settings, around),
    checkServer(settings),
    await checkDatabase(settings),
    ...(await checkBucket(settings, around.env)),
    checkWeb(),
    checkModel(),
    checkContact(settings),
    await checkBrowser(settings),
  ];
}

function checkNode({ node }: Surroundings): Finding {
  const ok = Number(node.split(".")[0]) >= 24;
  return {
    part: "node",
    ok,
    needed: true,
    says: `Node ${node}`,
    next: ok ? null : "Run naru by `npx naru` or `npm start`, which use the Node 24 that npm installed.",
  };
}

async function checkFolder(settings: Settings, { statfs }: Surroundings): Promise<Finding> {
  try {
    const { root } = openDataFolder(settings.data);
    const { bavail, bsize } = await statfs(root);
    const free = bavail * bsize;
    const needed = Math.max(leastFreeBytes, settings.disk.keepFreeMb * 1e6);
    const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(bytes < 1e9 ? 2 : 1);
    const reserve = hasReserve(root) ? "with" : "without";
    return {
      part: "data folder",
      ok: free > needed,
      needed: true,
      says: `${root}, ${gigabytes(free)} GB free on ${mountOf(root)}, ${reserve} a reserve`,
      next: `Free some space, ${gigabytes(needed)} GB or more, or move the folder with --data; below ${settings.disk.keepFreeMb} MB (disk.keepFreeMb) naru waits.`,
    };
  } catch (error) {
    return {
      part: "data folder",
      ok: false,
      needed: true,
      says: (error as Error).message,
      next: "Choose another folder with --data.",
    };
  }
}

function checkServer(settings: Settings): Finding {
  const holder = findHolder(settings.data);
  return {
    part: "server",
    ok: true,
    needed: false,
    says: holder?.url == null ? "not running" : `running at ${holder.url} (process ${holder.pid})`,
    next: null,
  };
}

async function checkDatabase(settings: Settings): Promise<Finding> {
  const { url } = settings.database;
  if (url === null) return { part: "database", ok: true, needed: true, says: "embedded (PGlite)", next: null };
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    const { rows } = await client.query("show server_version");
    const version = String(rows[0]?.server_version ?? "");
    return {
      part: "database",
      ok: Number.parseInt(version, 10) >= 15,
      needed: true,
      says: `PostgreSQL ${version}`,
      next: "naru needs PostgreSQL 15 or newer.",
    };
  } catch (error) {
    return {
      part: "database",
      ok: false,
      needed: true,
      says: `PostgreSQL does not answer: ${(error as Error).message}`,
      next: "Check DATABASE_URL and the server, or unset it to use the embedded database.",
    };
  } finally {
    await client.end().catch(() => {});
  }
}

function checkWeb(): Finding {
  const ok = existsSync(new URL("../../web/dist/index.html", import.meta.url));
  return {
    part: "web page",
    ok,
    needed: false,
    says: ok ? "built" : "not built",
    next: "`npm start` builds it, or run `npm run build:web`.",
  };
}

function checkModel(): Finding {
  const ok = existsSync(new URL("../../models/sentiment-ko/model.naru", import.meta.url));
  return {
    part: "model",
    ok,
    needed: true,
    says: ok ? "sentiment-ko comes along" : "models/sentiment-ko is not there",
    next: "Check out the whole repository.",
  };
}

function checkContact(settings: Settings): Finding {
  const { contact } = settings.collect;
  return {
    part: "contact",
    ok: contact !== null,
    needed: false,
    says: contact ?? "collect.contact is not set",
    next: "Set NARU_COLLECT_CONTACT to a mail address or page, so that owners of sites can reach you.",
  };
}

async function checkBrowser(settings: Settings): Promise<Finding> {
  const { browser } = settings.collect;
  const found = await findChromium(browser);
  return {
    part: "browser",
    ok: found !== null,
    needed: false,
    says:
      found ??
      (browser === null ? "no Chromium found; pages that need one fail with needs_render" : `nothing at ${browser}`),
    next: browserAdvice,
  };
}
