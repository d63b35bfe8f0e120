import { expect, it } from "vitest";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { raiseAlerts } from "../alerts-store.ts";
import { claimRows, finishRows } from "../frontier/frontier-store.ts";
import { leaseHosts } from "../frontier/host-lease.ts";
import { createCollection, loadCollection } from "../index.ts";
import { broughtNothing } from "../visit/finished-visit.ts";
import { countInto } from "./collection-counts.ts";

/** Ends in half a character wherever it is cut, and has what no database takes. */
const odd = `나\0루${"😭".repeat(1_000)}`;

describeEachDatabase("words of others", (open) => {
  it("are kept as far as a database takes them, in notes, alerts and details", async () => {
    const { db } = open();
    const id = await createCollection(db, { urls: ["https://site.test/"] });
    const visit = { ...broughtNothing, collectionId: id, sourceId: "web", row: null };
    const notes = [{ code: "truncated" as const, message: odd }];
    const counts = { visits: [{ ...visit, notes }], pages: [], items: new Map(), tallies: [] };
    await countInto(db, counts, () => undefined);
    expect((await loadCollection(db, id)).notes).toEqual([
      { code: "truncated", message: expect.stringMatching(/^나루(?:😭)+$/u) },
    ]);
    await raiseAlerts(db, [{ kind: "schema_changed", sourceId: "web", collectionId: id, message: odd }]);
    const [alert] = await db.selectFrom("alerts").selectAll().execute();
    expect(alert?.message).toMatch(/^나루(?:😭)+$/u);
    await leaseHosts(db, ["site.test"], () => "t", 60_000);
    const [row] = await claimRows(db, { collectionId: id, host: "site.test", token: "t", limit: 1 });
    const end = { state: "failed", reason: "http_error", detail: odd.slice(1), httpStatus: 400 } as const;
    expect(await finishRows(db, [{ id: row?.id ?? 0, token: "t", end, captureId: null }])).toEqual(new Set([row?.id]));
  });
});
