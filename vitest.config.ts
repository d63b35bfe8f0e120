import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "tools/**/*.test.ts"],
    exclude: ["**/*.data.test.ts", "**/*.disk.test.ts", "**/node_modules/**"],
    pool: "forks",
    maxWorkers: 2,
    globalSetup: ["test/database/global-setup.ts", "test/cli/global-setup.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
