import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningApi, runApi } from "../../test/builders/running-api.ts";
import { type OperationEvent, operationEvent } from "../contracts/index.ts";
import { type Database, openDatabase } from "../platform/db/database.ts";

describe("a long operation", () => {
  let database: Database;
  let api: RunningApi;
  const operator = { authorization: "Bearer secret-of-the-operator" };
  beforeAll(async () => {
    database = await openDatabase({ kind: "embedded", folder: "memory://" });
    api = await runApi(database.db, { streams: { heartbeatMs: 5 } });
  });
  afterAll(async () => {
    await api.close();
    await database.close();
  });

  const run = async (name: string, body: unknown): Promise<OperationEvent[]> => {
    const response = await api.post(`/api/v1/operations/${name}`, body, operator);
    expect(response.headers.get("content-type")).toContain("application/x-ndjson");
    const lines = (await response.text()).split("\n");
    // Empty lines are signs of life.
    expect(lines.filter((line) => line === "").length).toBeGreaterThan(0);
    return lines.filter((line) => line !== "").map((line) => operationEvent.parse(JSON.parse(line)));
  };

  it("tells its progress and then its result", async () => {
    const events = await run("refine", { dryRun: true });
    expect(events[0]).toEqual({ event: "progress", message: "1 captures", done: 1, total: 3 });
    expect(events.at(-1)).toMatchObject({ event: "result", result: { captures: 3, dryRun: true } });
    expect((await run("train", {})).at(-1)).toMatchObject({ event: "result", result: { runId: "run-1" } });
  });

  it("ends with a named error, or with one that keeps its particulars to the log", async () => {
    expect((await run("refine", { source: "broken" })).at(-1)).toMatchObject({
      event: "error",
      status: 409,
      code: "refine_running",
    });
    const bug = (await run("refine", { source: "bug" })).at(-1);
    expect(bug).toMatchObject({ event: "error", code: "internal_error" });
    expect(JSON.stringify(bug)).not.toContain("secret");
    expect(api.log.join("")).toContain("secret particulars");
  });

  it("is for the operator only, and its input is checked first", async () => {
    const foreign = await api.post("/api/v1/operations/train", {});
    expect([foreign.status, await foreign.json()]).toEqual([403, expect.objectContaining({ code: "operator_only" })]);
    const wrong = await api.post("/api/v1/operations/train", { data: "nsmc" }, operator);
    expect([wrong.status, await wrong.json()]).toEqual([
      400,
      expect.objectContaining({ code: "invalid_input", field: "data" }),
    ]);
  });
});
