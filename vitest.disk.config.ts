import { defineConfig } from "vitest/config";

/** Tests on small disks that they mount: they need root with the right to mount, and fail clearly without. */
export default defineConfig({
  test: {
    include: ["test/**/*.disk.test.ts"],
    pool: "forks",
    maxWorkers: 1,
    testTimeout: 300_000,
  },
});
