import { defineConfig } from "vitest/config";

/** Tests that need the real reviews named by NARU_TEST_DATA; they fail clearly when the folder is missing. */
export default defineConfig({
  test: {
    include: ["src/**/*.data.test.ts", "test/**/*.data.test.ts"],
    pool: "forks",
    maxWorkers: 1,
    testTimeout: 600_000,
  },
});
