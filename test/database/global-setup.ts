import { startOwnServer } from "./own-server.ts";

/** Starts one real PostgreSQL for the whole test run and tells the workers where it is; TEST_DATABASE_URL names another instead. */
export default async function startServer(): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined) {
    process.env.NARU_TEST_SERVER_URL = given;
    return async () => {};
  }
  const server = await startOwnServer();
  process.env.NARU_TEST_SERVER_URL = server.url;
  return server.remove;
}
