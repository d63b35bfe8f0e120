import { startOwnServer } from "./own-server.ts";

// The package that brings PostgreSQL ends the process at `beforeExit` with 0, whatever the tests said. Whoever comes first decides; without a
// code of its own, `exit` takes the one that the runner has set.
process.prependListener("beforeExit", () => process.exit());

/** Starts one real PostgreSQL for the whole test run and tells the workers where it is; TEST_DATABASE_URL names another instead. */
export default async function startServer(): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined && given !== "") {
    process.env.NARU_TEST_SERVER_URL = given;
    return async () => {};
  }
  const server = await startOwnServer();
  process.env.NARU_TEST_SERVER_URL = server.url;
  return server.remove;
}
