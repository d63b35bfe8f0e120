import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { chooseCredentials, readKeys } from "./keys.ts";
import { naverBlog } from "./naver-blog/index.ts";
import { withholdBytes, withholdText } from "./withhold.ts";

it("takes the first set of keys that is whole", () => {
  const legacy = { NAVER_HUB_KEY_ID: "half of a set", NAVER_CLIENT_ID: "id", NAVER_CLIENT_SECRET: " secret " };
  expect(chooseCredentials(naverBlog, {}, legacy)?.id).toBe("legacy");
  expect(readKeys(naverBlog, "legacy", legacy)).toEqual({ NAVER_CLIENT_ID: "id", NAVER_CLIENT_SECRET: "secret" });
});

it("names the missing variables and where one applies for them", () => {
  const ask = () => chooseCredentials(naverBlog, {}, { NAVER_CLIENT_ID: "id" });
  expect(ask).toThrow(expect.objectContaining({ code: "credential_missing", exit: 5, field: "NAVER_HUB_KEY_ID" }));
  try {
    ask();
  } catch (error) {
    const { next } = error as { next: string };
    expect(next).toContain("NAVER_HUB_KEY_ID and NAVER_HUB_KEY (NAVER API HUB; apply at https://");
    expect(next).toContain("or NAVER_CLIENT_SECRET (");
  }
});

it("reads keys from files", () => {
  const file = join(mkdtempSync(join(tmpdir(), "naru-key-")), "secret");
  writeFileSync(file, "from a file\n");
  const env = { NAVER_CLIENT_ID: "id", NAVER_CLIENT_SECRET_FILE: file };
  expect(readKeys(naverBlog, "legacy", env).NAVER_CLIENT_SECRET).toBe("from a file");
  const lost = { ...env, NAVER_CLIENT_SECRET_FILE: `${file}.gone` };
  expect(() => readKeys(naverBlog, "legacy", lost)).toThrow(expect.objectContaining({ code: "credential_unreadable" }));
});

it("withholds secrets in every form in which they come back, byte for byte", () => {
  const secret = 'k3y/+="뷁 x';
  const body = Buffer.from(
    JSON.stringify({ echo: secret, next: `https://api.example/?key=${encodeURIComponent(secret)}&a=1` }),
  );
  const clean = withholdBytes(body, [secret]);
  expect(clean).toHaveLength(body.length);
  const text = Buffer.from(clean).toString("utf8");
  expect(text).not.toContain("k3y");
  expect(text).toContain("&a=1");
  expect(withholdText(`status ${secret} end`, [secret])).toMatch(/^status \*+ end$/);
});

it("leaves bytes alone that hold no secret, and takes nothing short for one", () => {
  const body = Buffer.from('{"a":"key"}');
  expect(withholdBytes(body, ["something else", "key", ""])).toBe(body);
});
