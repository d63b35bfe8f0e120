import { UnavailableError } from "../errors.ts";
import { StatementError } from "./errors.ts";

/**
 * Whose fault an error of the database is.
 * `data`: the values; the same values are refused again. `statement`: our own, or the tables are not as we think.
 * `clash`: two transactions met; the same one succeeds when it is run again. `machine`: everything else, such as a server that is away,
 * a full disk, no memory; nothing is wrong with what was asked.
 */
export type DatabaseFault = "data" | "statement" | "clash" | "machine";

// Classes of SQLSTATE: https://www.postgresql.org/docs/15/errcodes-appendix.html
const dataClasses: ReadonlySet<string> = new Set(["21", "22", "23", "44", "54"]);
const statementClasses: ReadonlySet<string> = new Set([
  ...["03", "09", "0A", "0F", "0L", "0P", "0Z", "20", "26", "27", "2B", "2F", "34", "38", "39", "3B", "3F", "42", "P0"],
]);
const statementCodes: ReadonlySet<string> = new Set(["25000", "25001", "25P01", "25P02", "XX000"]);
const clashCodes: ReadonlySet<string> = new Set(["40001", "40P01", "55P03"]);

/** Whose fault an error is; null when it does not come from the database at all. What wraps another error is judged by the one within. */
export function databaseFault(error: unknown): DatabaseFault | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const state = sqlState(cause);
    if (state !== null) return faultOf(state);
    if (isAwayByItself(cause)) return "machine";
  }
  return null;
}

/** True when the database cannot be used for now and the same may be asked again. */
export function isAway(error: unknown): boolean {
  return databaseFault(error) === "machine" && !isClosed(error);
}

/** True when the same transaction succeeds when it is run again. */
export function isClash(error: unknown): boolean {
  return databaseFault(error) === "clash";
}

/** SQLSTATE of an error that the database reported; an empty string when it reported one without; null for any other error. */
function sqlState(error: Error): string | null {
  if (error instanceof StatementError) return error.code ?? "";
  return isRolledBack(error) ? "25P02" : null;
}

/** True when a COMMIT that ended with this error has surely not come through: the server lives, and said no. */
export function refusesCommit(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isRolledBack(error)) return true;
  const state = sqlState(error);
  // 40003 says itself that nobody knows.
  return state !== null && /^(?:22|23|40|44|53|54|55|P0)/.test(state) && state !== "40003";
}

/** The database answered COMMIT with ROLLBACK, since an earlier statement of the transaction had failed. Kysely does not export the class. */
function isRolledBack(error: Error): boolean {
  return error.name === "AbortedTransactionError";
}

function faultOf(state: string): DatabaseFault {
  if (clashCodes.has(state)) return "clash";
  if (dataClasses.has(state.slice(0, 2))) return "data";
  return statementCodes.has(state) || statementClasses.has(state.slice(0, 2)) ? "statement" : "machine";
}

const awayCodes: ReadonlySet<string> = new Set([
  ...["database_unreachable", "outcome_unknown", "database_busy", "database_closed"],
]);

function isAwayByItself(error: Error): boolean {
  return error instanceof UnavailableError && awayCodes.has(error.code);
}

/** The embedded database has ended; asking again does not help. */
function isClosed(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof UnavailableError && cause.code === "database_closed") return true;
  }
  return false;
}
