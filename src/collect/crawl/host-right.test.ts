import { expect, it } from "vitest";
import { momentOf } from "../../lib/moment.ts";
import { UnavailableError } from "../../platform/errors.ts";
import { HostLeftError } from "../errors.ts";
import { HostRight } from "./host-right.ts";

/** A lease of twenty seconds of which the last five are not relied on, and clocks that a test sets. */
function lease({ answers = [] as (Error | null)[] } = {}) {
  const times = { now: 1_000_000, steady: 500 };
  const clock = { now: () => times.now, steady: () => times.steady, sleep: async () => {} };
  const stop = new AbortController();
  let asked = 0;
  const right: HostRight = new HostRight(
    {
      clock,
      signal: stop.signal,
      leaseMs: 20_000,
      reserveMs: () => 5_000,
      catchUp: async () => {
        asked += 1;
        const answer = answers.shift() ?? null;
        if (answer instanceof HostLeftError) stop.abort(answer);
        else if (answer !== null) throw answer;
        else right.renewed(momentOf(clock));
      },
    },
    momentOf(clock),
  );
  const pass = (now: number, steady: number) => {
    times.now += now;
    times.steady += steady;
  };
  return { right, pass, asked: () => asked };
}

it("asks the database nothing while the lease is renewed in time", () => {
  const { right, pass, asked } = lease();
  pass(14_900, 14_900);
  expect(right.make()).toBeUndefined();
  expect([right.isSure, asked()]).toEqual([true, 0]);
});

it.each([
  ["a process that was stopped", 30_000, 30_000],
  ["a machine that slept, whose steady clock stood still", 30_000, 0],
  ["a clock that was set back while the process was stopped", -3_600_000, 30_000],
  ["a clock that was set back", -3_600_000, 10],
])("asks the database after the wait of %s", async (_, now, steady) => {
  const { right, pass, asked } = lease();
  pass(now, steady);
  expect(right.isSure).toBe(false);
  await right.make();
  expect([right.isSure, asked()]).toEqual([true, 1]);
});

it("lets nothing leave when the host is another's", async () => {
  const left = new HostLeftError("The lease went to another.");
  const { right, pass } = lease({ answers: [left] });
  pass(30_000, 30_000);
  await expect(right.make()).rejects.toBe(left);
  expect(right.isSure).toBe(false);
  expect(() => right.make()).toThrow(left);
});

it("waits while the database is away, and until an answer is younger than the doubt", async () => {
  const away = new UnavailableError("database_unreachable", "The PostgreSQL server does not answer.");
  const { right, pass, asked } = lease({ answers: [away, away] });
  pass(30_000, 30_000);
  await right.make();
  expect(asked()).toBe(3);
});
