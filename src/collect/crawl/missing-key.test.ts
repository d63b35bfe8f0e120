import { expect, it } from "vitest";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { buildCollector, untilEnded } from "../../../test/sites/crawl.ts";
import { openSaramin, saraminJob } from "../../../test/stand-ins/saramin.ts";
import { createCollection, loadCollection } from "../index.ts";
import type { Environment } from "../sources/keys.ts";

const key: Environment = { SARAMIN_ACCESS_KEY: "saramin-key-for-tests" };

describeEachDatabase("a collection whose key one collector lacks", (open) => {
  async function withCollectors(
    all: readonly { name: string; env: Environment; pollMs?: number }[],
    work: (create: () => Promise<number>, stop: (name: string) => Promise<void>) => Promise<void>,
  ): Promise<void> {
    const { db } = open();
    const standIn = await openSaramin();
    standIn.state.jobs = [saraminJob(1)];
    const endpoints = { "saramin.api": standIn.origin };
    const running = all.map(({ name, env, pollMs = 20 }) => {
      const built = buildCollector(db, { writerId: name, settings: { endpoints }, more: { env }, tuning: { pollMs } });
      const stop = new AbortController();
      const ended = built.collector.run(stop.signal);
      return { name, stop, ended: ended.finally(built.close) };
    });
    const stop = async (name: string) => {
      const one = running.find((other) => other.name === name);
      one?.stop.abort();
      await one?.ended;
    };
    try {
      await expect
        .poll(() => db.selectFrom("collectors").where("state", "=", "running").select("name").execute())
        .toHaveLength(all.length);
      await work(
        () => createCollection(db, { source: "saramin", query: ["나루"], delayMs: 0 }, { env: key, endpoints }),
        stop,
      );
    } finally {
      await Promise.all(all.map(({ name }) => stop(name)));
      await standIn.close();
      await db.deleteFrom("collectors").execute();
    }
  }

  it("is left to the one that has it", async () => {
    const { db } = open();
    await withCollectors(
      [
        { name: "without", env: {} },
        { name: "with", env: key, pollMs: 1_000 },
      ],
      async (create) => {
        const view = await untilEnded(db, await create());
        expect(view).toMatchObject({ status: "done", progress: { items: 1 } });
      },
    );
  });

  it("fails with the name of the variable when none of them has it", async () => {
    const { db } = open();
    await withCollectors(
      [
        { name: "one", env: {} },
        { name: "two", env: {} },
        { name: "three", env: {} },
      ],
      async (create) => {
        const view = await untilEnded(db, await create());
        expect(view).toMatchObject({ status: "failed", errorCode: "credential_missing" });
        expect(view.errorMessage).toContain("SARAMIN_ACCESS_KEY");
      },
    );
  });

  it("fails when the one that had it is long gone, and not at once: it may come back", async () => {
    const { db } = open();
    await withCollectors(
      [
        { name: "without", env: {} },
        { name: "with", env: key },
      ],
      async (create, stop) => {
        await stop("with");
        const id = await create();
        await new Promise((resolve) => setTimeout(resolve, 500));
        expect(await loadCollection(db, id)).toMatchObject({ status: "running" });
        const longAgo = new Date(Date.now() - 60_000);
        await db.updateTable("collectors").set({ heartbeat_at: longAgo }).where("name", "=", "with").execute();
        expect(await untilEnded(db, id, 5_000)).toMatchObject({ status: "failed", errorCode: "credential_missing" });
      },
    );
  });

  it("counts what a collector said only for as long as that very process has the place", async () => {
    const { db } = open();
    const told = { life: "former", collections: ["1", "2", "3", "4", "5", "6", "7", "8", "9"] };
    await db
      .insertInto("settings")
      .values({ key: "collector-lacks.with", value: JSON.stringify(told) })
      .execute();
    await withCollectors(
      [
        { name: "without", env: {} },
        { name: "with", env: key, pollMs: 1_000 },
      ],
      async (create) => {
        expect(await untilEnded(db, await create())).toMatchObject({ status: "done" });
      },
    );
  });
});
