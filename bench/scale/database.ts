import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { openDataFolder } from "../../src/platform/data-folder/data-folder.ts";
import { type DatabaseLocation, openDatabase } from "../../src/platform/db/database.ts";
import { type OwnServer, startOwnServer } from "../../test/database/own-server.ts";
import { fill } from "./fill.ts";
import { scaleTexts } from "./texts.ts";

export interface ScaleDatabase {
  /** Settings that make naru use it. */
  flags: Record<string, unknown>;
  location: DatabaseLocation;
  close(): Promise<void>;
}

/** A data folder with the embedded database in it; made once and copied when `keep` names where. */
export async function makeEmbedded(
  folder: string,
  keep: string | undefined,
  documents: number,
): Promise<ScaleDatabase> {
  const data = openDataFolder(join(folder, "data"));
  const template = keep === undefined ? null : join(keep, `embedded-${documents}`);
  const location = { kind: "embedded", folder: data.database } as const;
  if (template !== null && existsSync(template)) cpSync(template, data.database, { recursive: true });
  else {
    const database = await openDatabase(location);
    await fill(database, scaleTexts(documents), (line) => console.error(`embedded: ${line}`));
    await database.close();
    if (template !== null) {
      mkdirSync(join(template, ".."), { recursive: true });
      cpSync(data.database, template, { recursive: true });
    }
  }
  return { flags: { data: data.root }, location, close: async () => rmSync(folder, { recursive: true, force: true }) };
}

/** A database on a PostgreSQL server: of one's own that goes again, or the one at `server`, where it stays for the next time. */
export async function makeOnServer(
  folder: string,
  server: string | undefined,
  documents: number,
): Promise<ScaleDatabase> {
  const data = openDataFolder(join(folder, "data"));
  const own: OwnServer | null = server === undefined ? await startOwnServer({ isDurable: true }) : null;
  const base = new URL(own?.url ?? server ?? "");
  const name = `naru_scale_${documents}`;
  const isNew = await createIfMissing(base.href, name);
  base.pathname = `/${name}`;
  const location = { kind: "server", url: base.href } as const;
  const database = await openDatabase(location);
  if (isNew) await fill(database, scaleTexts(documents), (line) => console.error(`server: ${line}`));
  await database.close();
  return {
    flags: { data: data.root, "database.url": base.href },
    location,
    close: async () => {
      await own?.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function createIfMissing(url: string, name: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (rowCount === 0) await client.query(`create database ${name}`);
    return rowCount === 0;
  } finally {
    await client.end();
  }
}
