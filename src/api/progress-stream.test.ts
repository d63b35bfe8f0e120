import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningApi, runApi } from "../../test/builders/running-api.ts";
import type { Collection } from "../contracts/index.ts";
import { type Database, openDatabase } from "../platform/db/database.ts";

describe("a progress stream", () => {
  let database: Database;
  let api: RunningApi;
  beforeAll(async () => {
    database = await openDatabase({ kind: "embedded", folder: "memory://" });
    api = await runApi(database.db, { streams: { pollMs: 10, heartbeatMs: 60, max: 2 } });
  });
  afterAll(async () => {
    await api.close();
    await database.close();
  });

  const change = async (parts: Partial<Collection>) => {
    api.services.kept.set(1, { ...(await api.services.collections.load(1)), ...parts });
  };

  it("tells each change once, stays alive in silence, and ends after a final status", async () => {
    await change({ status: "running" });
    const response = await api.get("/api/v1/collections/1/events");
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const reader = textOf(response);
    expect(await reader.until("\n\n")).toContain('event: progress\ndata: {"id":1');
    expect(await reader.until(": nothing new\n\n")).not.toContain("data:");
    await change({ status: "paused" });
    expect(await reader.until("\n\n")).toContain('"status":"paused"');
    await change({ status: "done" });
    expect(await reader.rest()).toMatch(/id: final\nevent: progress\ndata: .*"status":"done"/);
    const again = await api.get("/api/v1/collections/1/events", { "last-event-id": "final" });
    expect(again.status).toBe(204);
  });

  it("goes on while the database is away for a moment", async () => {
    await change({ status: "running" });
    const reader = textOf(await api.get("/api/v1/collections/1/events"));
    await reader.until("\n\n");
    const { load } = api.services.collections;
    api.services.collections.load = () => Promise.reject(new Error("away"));
    await new Promise((resolve) => setTimeout(resolve, 40));
    api.services.collections.load = load;
    await change({ status: "stopped" });
    expect(await reader.rest()).toContain('"status":"stopped"');
  });

  it("stops looking when the client goes, and frees its place", async () => {
    await change({ status: "running" });
    const { load } = api.services.collections;
    let looks = 0;
    api.services.collections.load = (id) => {
      looks++;
      return load(id);
    };
    for (let n = 0; n < 6; n++) {
      const gone = new AbortController();
      const response = await fetch(`${api.base}/api/v1/collections/1/events`, { signal: gone.signal });
      expect(response.status).toBe(200);
      gone.abort();
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    const before = looks;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(looks).toBe(before);
    api.services.collections.load = load;
  });

  it("looks once for all who follow one collection, and tells each of them", async () => {
    const other = await runApi(database.db, { streams: { pollMs: 40, heartbeatMs: 60_000, max: 200 } });
    const { load } = other.services.collections;
    const first = await load(1);
    other.services.kept.set(1, { ...first, status: "running" });
    let looks = 0;
    other.services.collections.load = (id) => {
      looks += 1;
      return load(id);
    };
    const readers = await Promise.all(
      Array.from({ length: 200 }, async () => textOf(await other.get("/api/v1/collections/1/events"))),
    );
    await Promise.all(readers.map((reader) => reader.until('"status":"running"')));
    for (let change = 1; change <= 5; change += 1) {
      other.services.kept.set(1, { ...first, status: "running", progress: { ...first.progress, pages: change } });
      await Promise.all(readers.map((reader) => reader.until(`"pages":${change},`)));
    }
    // Two hundred who look by themselves would have looked a thousand times.
    expect(looks).toBeLessThanOrEqual(60);
    other.services.kept.set(1, { ...first, status: "done" });
    const ends = await Promise.all(readers.map((reader) => reader.rest()));
    expect(ends.every((end) => end.includes("id: final"))).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 120));
    const before = looks;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(looks).toBe(before);
    await other.close();
  });

  it("is refused when too many are open", async () => {
    await change({ status: "running" });
    const open = [await api.get("/api/v1/collections/1/events"), await api.get("/api/v1/collections/1/events")];
    const third = await api.get("/api/v1/collections/1/events");
    expect([third.status, third.headers.get("retry-after")]).toEqual([429, "5"]);
    await Promise.all(open.map((response) => response.body?.cancel()));
  });

  it("does not hold up the end of the server", async () => {
    await change({ status: "running" });
    const other = await runApi(database.db);
    const reader = textOf(await other.get("/api/v1/collections/1/events"));
    await reader.until("\n\n");
    const begin = performance.now();
    await other.close();
    expect(performance.now() - begin).toBeLessThan(1000);
  });
});

function textOf(response: Response) {
  const reader = (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  return {
    async until(mark: string): Promise<string> {
      for (;;) {
        const at = held.indexOf(mark);
        if (at >= 0) {
          const text = held.slice(0, at + mark.length);
          held = held.slice(at + mark.length);
          return text;
        }
        const { value, done } = await reader.read();
        if (done) throw new Error(`The stream ended before ${JSON.stringify(mark)}: ${held}`);
        held += value;
      }
    },
    async rest(): Promise<string> {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return held;
        held += value;
      }
    },
  };
}
