import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { loadSettings, settingNames, variableOf } from "./load-settings.ts";

function yaml(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "naru-settings-")), "naru.yaml");
  writeFileSync(file, text);
  return file;
}
const nowhere = join(tmpdir(), "naru-no-such-file.yaml");

it("fills every setting with its default when nothing is said", () => {
  const settings = loadSettings({ file: nowhere, env: {} });
  expect(settings.server).toMatchObject({ host: "127.0.0.1", port: 4000 });
  expect(settings.collect.delayMs).toBe(1000);
});

it("lets the environment win over the file and flags over both", () => {
  const file = yaml("server:\n  port: 4001\ncollect:\n  delayMs: 5\n  allowAddresses: [localhost:80]\n");
  const settings = loadSettings({
    file,
    env: { NARU_SERVER_PORT: "4002", DATABASE_URL: "postgresql://db/naru" },
    flags: { "collect.delayMs": "7" },
  });
  expect(settings.server.port).toBe(4002);
  expect(settings.collect.delayMs).toBe(7);
  expect(settings.collect.allowAddresses).toEqual(["localhost:80"]);
  expect(settings.database.url).toBe("postgresql://db/naru");
});

it("takes the bucket from the names that other programs know, and no keys with it", () => {
  const env = { S3_BUCKET: "naru", S3_ENDPOINT: "https://minio.internal:9000", S3_REGION: "" };
  const { s3 } = loadSettings({ file: nowhere, env });
  expect(s3).toMatchObject({ bucket: "naru", endpoint: "https://minio.internal:9000", region: null });
  expect(loadSettings({ file: nowhere, env: {} }).s3.bucket).toBeNull();
  const keyed = { ...env, S3_ENDPOINT: "https://AKIDEXAMPLE:s3cret@minio.internal" };
  expect(() => loadSettings({ file: nowhere, env: keyed })).toThrow(
    expect.objectContaining({ code: "setting_invalid", message: expect.not.stringContaining("s3cret") }),
  );
});

it("reads lists from the environment by commas", () => {
  const settings = loadSettings({ file: nowhere, env: { NARU_COLLECT_ALLOW_ADDRESSES: "localhost:1, 10.0.0.2:80" } });
  expect(settings.collect.allowAddresses).toEqual(["localhost:1", "10.0.0.2:80"]);
});

it.each([
  [
    "an unknown key in the file",
    () => loadSettings({ file: yaml("collect:\n  delayMS2: 1\n"), env: {} }),
    "setting_unknown",
    "collect.delayMs",
  ],
  [
    "an unknown variable",
    () => loadSettings({ file: nowhere, env: { NARU_SERVER_PROT: "1" } }),
    "setting_unknown",
    "NARU_SERVER_PORT",
  ],
  [
    "a value that does not fit",
    () => loadSettings({ file: nowhere, env: { NARU_SERVER_PORT: "99999" } }),
    "setting_invalid",
    "server.port",
  ],
  // Else the folder would be whatever folder naru was started in.
  [
    "a data folder without a name",
    () => loadSettings({ file: nowhere, env: {}, flags: { data: "" } }),
    "setting_invalid",
    "data",
  ],
  ["broken YAML", () => loadSettings({ file: yaml("a: [1\nb: }"), env: {} }), "settings_file_broken", ""],
  ["a list instead of settings", () => loadSettings({ file: yaml("- 1\n"), env: {} }), "settings_file_broken", ""],
  [
    "a missing file that was named",
    () => loadSettings({ file: nowhere, required: true, env: {} }),
    "settings_file_missing",
    "",
  ],
])("refuses %s and says what to do", (_name, load, code, hint) => {
  expect(load).toThrow(expect.objectContaining({ code }));
  try {
    load();
  } catch (error) {
    expect(`${(error as { next?: string }).next ?? ""} ${(error as Error).message}`).toContain(hint);
  }
});

it("names variables after settings without collisions", () => {
  const names = settingNames();
  expect(names).toContain("collect.delayMs");
  expect(variableOf("collect.delayMs")).toBe("NARU_COLLECT_DELAY_MS");
  expect(new Set(names.map(variableOf)).size).toBe(names.length);
});
