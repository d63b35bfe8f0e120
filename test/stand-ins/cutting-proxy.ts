import { connect, createServer, type Socket } from "node:net";

/** Where a connection between naru and PostgreSQL is cut. */
export interface CutPlace {
  /** The statement at which: its text, lower case, and those of its transaction before it. */
  at(statement: string, before: readonly string[]): boolean;
  /**
   * `before`: the server never sees it. `after`: the server does it, its answer is lost. `late`: naru is cut off at once, and the server sees the
   * statement only `lateMs` later, when naru may long have a new connection.
   */
  how: "before" | "after" | "late";
}

export interface CuttingProxy {
  /** DATABASE_URL through the proxy. */
  url: string;
  /** Cuts at the next statement that fits, once; null cuts none. */
  cutAt(place: CutPlace | null): void;
  /** Cuts that were made. */
  readonly cuts: number;
  close(): Promise<void>;
}

const lateMs = 400;

/** A proxy before a PostgreSQL server that reads what naru says to it and breaks the connection at a statement of one's choice. */
export async function openCuttingProxy(serverUrl: string): Promise<CuttingProxy> {
  const { port } = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let place: CutPlace | null = null;
  let cuts = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(port), "127.0.0.1");
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => sockets.delete(socket));
    }
    let isCut = false;
    let waiting = Buffer.alloc(0);
    let started = false;
    let transaction: string[] = [];
    upstream.on("data", (data) => {
      if (!isCut) client.write(data);
      // Done, with everything that belongs to the statement; nobody hears it.
      else if (isReady(data)) {
        client.destroy();
        upstream.destroy();
      }
    });
    upstream.on("close", () => client.destroy());
    client.on("close", () => {
      if (!isCut) upstream.destroy();
    });
    client.on("data", (data) => {
      if (isCut) {
        upstream.write(data);
        return;
      }
      waiting = Buffer.concat([waiting, data]);
      for (;;) {
        const length = lengthOf(waiting, started);
        if (length === null || waiting.length < length) return;
        const message = waiting.subarray(0, length);
        waiting = waiting.subarray(length);
        const statement = started ? statementOf(message) : null;
        started = true;
        if (statement !== null) {
          if (/^(?:begin|start transaction)/.test(statement)) transaction = [];
          if (place?.at(statement, transaction) === true) {
            const { how } = place;
            place = null;
            cuts += 1;
            isCut = true;
            // What stands behind it belongs to it: Bind, Execute, Sync.
            cut(client, upstream, Buffer.concat([message, waiting]), how);
            return;
          }
          transaction.push(statement);
        }
        upstream.write(message);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port.");
  const url = new URL(serverUrl);
  url.port = String(address.port);
  return {
    url: url.href,
    cutAt: (next) => {
      place = next;
    },
    get cuts() {
      return cuts;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function cut(client: Socket, upstream: Socket, message: Buffer, how: CutPlace["how"]): void {
  if (how === "before") {
    client.destroy();
    upstream.destroy();
    return;
  }
  if (how === "late") client.destroy();
  setTimeout(() => upstream.write(message), how === "late" ? lateMs : 0);
}

/** The server's last word to a statement: ReadyForQuery. */
function isReady(data: Buffer): boolean {
  return data.length >= 6 && data.readUInt8(data.length - 6) === 0x5a && data.readInt32BE(data.length - 5) === 5;
}

/** Bytes of the first message; null until they are known. The first one of a connection has no type. */
function lengthOf(data: Buffer, started: boolean): number | null {
  if (!started) return data.length < 4 ? null : data.readInt32BE(0);
  return data.length < 5 ? null : 1 + data.readInt32BE(1);
}

/** Text of a Query or Parse message. */
function statementOf(message: Buffer): string | null {
  const type = String.fromCharCode(message[0] ?? 0);
  if (type !== "Q" && type !== "P") return null;
  const begin = type === "Q" ? 5 : message.indexOf(0, 5) + 1;
  return message.toString("utf8", begin, message.indexOf(0, begin)).trim().toLowerCase();
}
