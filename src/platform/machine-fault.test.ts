import { expect, it } from "vitest";
import { DatabaseAwayError, StatementError } from "./db/errors.ts";
import { UnavailableError } from "./errors.ts";
import { isMachineFault } from "./machine-fault.ts";

const said = (code: string) => new StatementError({ message: "no", code, detail: null, constraint: null });
const system = (code: string) => Object.assign(new Error(code), { code });

it.each([
  ["a full disk of the database", said("53100"), true],
  ["two transactions that met", said("40P01"), true],
  ["a database that is away", new DatabaseAwayError(new Error("gone")), true],
  ["a full disk of the system", system("ENOSPC"), true],
  ["no handles left", new Error("outer", { cause: system("EMFILE") }), true],
  ["a bucket that is away", new UnavailableError("bucket_unreachable", "away"), true],
  ["a value that is refused", said("22P05"), false],
  ["a thread that a text has killed", new UnavailableError("understanding_failed", "died"), false],
  ["a file that is not there", system("ENOENT"), false],
  ["a mistake of our own", new TypeError("no function"), false],
])("knows what the machine did: %s", (_name, error, is) => {
  expect(isMachineFault(error)).toBe(is);
});
