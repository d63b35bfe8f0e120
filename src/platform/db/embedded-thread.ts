import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { PGlite, types } from "@electric-sql/pglite";
import { RoomToWrite } from "./room-to-write.ts";

/** One statement for the embedded database, or a request to close it. */
export interface EmbeddedRequest {
  id: number;
  sql: string | null;
  /** A long text comes as its UTF-8 bytes, moved and not copied; its places are in `texts`. */
  params: unknown[] | null;
  texts?: readonly number[];
}

export interface EmbeddedResult {
  rows: unknown[];
  rowCount: number | null;
}

export type EmbeddedResponse =
  | { id: number; ok: true; results: EmbeddedResult[] }
  | {
      id: number;
      ok: false;
      error: { message: string; code: string | null; detail: string | null; constraint: string | null };
    };

const port = parentPort;
if (port === null) throw new Error("embedded-thread.ts runs as a worker thread only");

/** Types whose binary form is the text itself. */
const bareTypes: ReadonlySet<number> = new Set([types.TEXT, types.VARCHAR, types.JSON]);

const { folder } = workerData as { folder: string };
const room = new RoomToWrite(folder);
room.make();
const database = await PGlite.create({
  // A quarter of the default: the system's page cache holds the files anyway, and 80 MB less stay resident.
  startParams: [...PGlite.defaultStartParams, "-c", "shared_buffers=32MB"],
  dataDir: folder,
  relaxedDurability: true,
  parsers: { [types.INT8]: Number, [types.NUMERIC]: Number },
});
acceptLongTexts(database.serializers);
setTimeout(dropLeftovers, 500).unref();
port.postMessage({ id: 0, ok: true, results: [] } satisfies EmbeddedResponse);

// One statement at a time: replies keep the order of requests.
let lane: Promise<void> = Promise.resolve();
port.on("message", (request: EmbeddedRequest) => {
  lane = lane.then(() => answer(request));
});

async function answer(request: EmbeddedRequest): Promise<void> {
  try {
    if (request.sql === null) {
      await database.close();
      reply({ id: request.id, ok: true, results: [] });
      port?.close();
      return;
    }
    room.check(request.sql);
    // Without parameters the text may hold several statements, which only the simple protocol takes.
    const results =
      request.params === null || request.params.length === 0
        ? await database.exec(request.sql)
        : [await database.query(request.sql, withLongTexts(request.params, request.texts))];
    reply({
      id: request.id,
      ok: true,
      results: results.map((result) => ({
        rows: result.rows,
        rowCount: result.rows.length || (result.affectedRows ?? 0),
      })),
    });
  } catch (cause) {
    const error = cause as { message?: string; code?: string; detail?: string; constraint?: string };
    reply({
      id: request.id,
      ok: false,
      error: {
        message: error.message ?? String(cause),
        code: error.code ?? null,
        detail: error.detail ?? null,
        constraint: error.constraint ?? null,
      },
    });
  }
}

/**
 * Making a new database leaves some 300 MB of dead WebAssembly memory, which the collector of garbage does not feel: a thread
 * that allocates little would keep it for minutes.
 */
function dropLeftovers(): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
}

/** UTF-8 as it came. Handed on as bytes, where a string would be counted twice and encoded on its way into the database. */
class LongText {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  toString(): string {
    return new TextDecoder().decode(this.bytes);
  }
}

function withLongTexts(params: unknown[], texts: readonly number[] | undefined): unknown[] {
  if (texts === undefined) return params;
  return params.map((param, place) => (texts.includes(place) ? new LongText(param as Uint8Array) : param));
}

/** The bare types take the bytes, all others get a string. */
function acceptLongTexts(serializers: Record<number, (value: unknown) => string>): void {
  for (const [oid, serialize] of Object.entries(serializers)) {
    const bare = bareTypes.has(Number(oid));
    serializers[Number(oid)] = (value) => {
      // Written as hex it would be twice as long.
      if (value instanceof Uint8Array && Number(oid) === types.BYTEA) return value as unknown as string;
      if (!(value instanceof LongText)) return serialize(value);
      return bare ? (value.bytes as unknown as string) : serialize(value.toString());
    };
  }
}

function reply(response: EmbeddedResponse): void {
  port?.postMessage(response);
}
