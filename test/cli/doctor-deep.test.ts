import { join } from "node:path";
import { sql } from "kysely";
import { expect, it, vi } from "vitest";
import { openDatabase } from "../../src/platform/db/database.ts";
import { storeDocument } from "../builders/stored-document.ts";
import { freshData } from "./data-folder.ts";
import { naru } from "./naru.ts";

vi.setConfig({ testTimeout: 120_000 });

it("finds counts that are not those of the documents, names them, and counts anew when asked", async () => {
  const data = await freshData();
  const database = await openDatabase({ kind: "embedded", folder: join(data, "database") });
  await storeDocument(database.db, { host: "a.example" });
  await storeDocument(database.db, { host: "b.example" });
  await sql`update document_deltas set documents = 7 where host = 'b.example'`.execute(database.db);
  await database.close();
  const doctor = (...flags: string[]) => naru(["doctor", ...flags, "--data", data]);

  const found = await doctor("--deep");
  expect(found.code).toBe(1);
  expect(found.out).toMatch(/counts .*the first that differ/);
  expect(found.out).toContain("b.example · web · ko · none · grade 5: kept 7, counted 1");
  expect(found.out).not.toContain("a.example");
  const mended = await doctor("--rebuild", "--json");
  expect(mended.code).toBe(0);
  const right = await doctor("--deep");
  expect(right.code).toBe(0);
  expect(right.out).toMatch(/ok +counts .*all are right/);
});
