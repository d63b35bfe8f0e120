import { expect, it } from "vitest";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import { raiseAlerts } from "../collect/alerts-store.ts";
import { listAlerts, seeAlert } from "./alerts-view.ts";

describeEachDatabase("alerts", (open) => {
  it("are raised once a collection and kind, listed newest first, and put away", async () => {
    const { db } = open();
    const alert = { kind: "schema_changed", sourceId: "naver-blog", collectionId: 1, message: "목록이 비었습니다." };
    await raiseAlerts(db, [alert, alert, { ...alert, collectionId: 2 }]);
    await raiseAlerts(db, [{ ...alert, kind: "auth_expired" }]);
    const first = await listAlerts(db, { limit: 2, unseen: false });
    expect(first.items.map(({ kind, collection }) => [kind, collection])).toEqual([
      ["auth_expired", 1],
      ["schema_changed", 2],
    ]);
    const rest = await listAlerts(db, { limit: 2, unseen: false, cursor: first.nextCursor ?? "" });
    expect(rest).toMatchObject({ items: [{ kind: "schema_changed", collection: 1 }], nextCursor: null });
    const seen = await seeAlert(db, first.items[0]?.id ?? 0, new Date());
    expect(seen.seenAt).not.toBeNull();
    expect((await seeAlert(db, seen.id, new Date(0))).seenAt).toBe(seen.seenAt);
    expect((await listAlerts(db, { limit: 10, unseen: true })).items).toHaveLength(2);
    await expect(seeAlert(db, 999, new Date())).rejects.toMatchObject({ code: "alert_not_found" });
    await expect(listAlerts(db, { limit: 2, unseen: false, cursor: "x" })).rejects.toMatchObject({
      code: "invalid_cursor",
    });
  });
});
