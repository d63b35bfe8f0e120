import { sql } from "kysely";
import { expect, it } from "vitest";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { crawl } from "../../../test/sites/crawl.ts";
import { openSite, page } from "../../../test/sites/small-site.ts";

describeEachDatabase("a deadlock with another collector", (open) => {
  it("costs no collector when it strikes while a spent host is ended", async () => {
    const { db } = open();
    // Only the end of a host ends rows that nobody claimed. A sequence remembers the one clash, whatever is rolled back.
    await sql`create sequence clashes`.execute(db);
    await sql`
      create function clash() returns trigger language plpgsql as $$ begin
        if nextval('clashes') = 1 then raise exception 'deadlock detected' using errcode = '40P01'; end if;
        return new;
      end $$`.execute(db);
    await sql`
      create trigger clash before update on frontier for each row
      when (old.state = 'queued' and new.state = 'skipped') execute function clash()`.execute(db);
    const site = await openSite(Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`/p${n}`, page(n, [])])));
    const urls = Array.from({ length: 9 }, (_, n) => site.url(`/p${n}`));
    const tuning = { claimBatch: 2, leaseMs: 1_000, renewMs: 200 };
    const { view } = await crawl(db, { urls, sitemaps: false, maxPagesPerHost: 4 }, { tuning });
    await site.close();
    expect(view.progress).toMatchObject({ pages: 4, skipped: 5, queued: 0, inFlight: 0 });
    const { rows } = await sql<{ n: number }>`select last_value::int + is_called::int as n from clashes`.execute(db);
    expect(rows[0]?.n).toBeGreaterThan(1);
  });
});
