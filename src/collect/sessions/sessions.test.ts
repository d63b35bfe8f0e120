import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { describeEachDatabase } from "../../../test/database/describe-each-database.ts";
import { forbiddenReason } from "./forbidden-hosts.ts";
import { seal, unseal } from "./sealing.ts";
import { loadSecretKey } from "./secret-key.ts";
import { readSessionFile } from "./session-content.ts";
import { SessionInHand } from "./session-in-hand.ts";
import { addSession, listSessions, openSession, removeSession, requireSession } from "./sessions-store.ts";

const now = new Date(Math.floor(Date.now() / 1_000) * 1_000);
const later = now.getTime() / 1_000 + 86_400;
const key = Buffer.alloc(32, 7);
const secret = "very-secret-value-7f3a";

const state = JSON.stringify({
  cookies: [
    {
      name: "sid",
      value: secret,
      domain: "cafe.example.com",
      path: "/",
      expires: later,
      httpOnly: true,
      secure: false,
      sameSite: "Lax",
    },
    { name: "wide", value: secret, domain: ".example.com", path: "/", expires: later },
    { name: "other", value: secret, domain: "bank.example.org", path: "/", expires: -1 },
  ],
  origins: [
    { origin: "https://cafe.example.com", localStorage: [{ name: "token", value: secret }] },
    { origin: "https://bank.example.org", localStorage: [{ name: "token", value: secret }] },
  ],
});
const cookiesTxt = [
  "# Netscape HTTP Cookie File",
  "",
  ["cafe.example.com", "FALSE", "/", "FALSE", String(later), "sid", secret].join("\t"),
  ["#HttpOnly_.cafe.example.com", "TRUE", "/", "TRUE", "0", "safe", secret].join("\t"),
  ["bank.example.org", "FALSE", "/", "FALSE", "0", "sid", secret].join("\t"),
].join("\r\n");

describe("readSessionFile", () => {
  it("keeps what belongs to the named hosts, of a storageState and of a cookies.txt", () => {
    const fromState = readSessionFile(state, ["cafe.example.com"]);
    // A cookie of the domain above goes to the named host alone.
    expect(fromState.cookies.map(({ name, domain }) => [name, domain])).toEqual([
      ["sid", "cafe.example.com"],
      ["wide", "cafe.example.com"],
    ]);
    expect(fromState.storage).toEqual([
      { origin: "https://cafe.example.com", items: [{ name: "token", value: secret }] },
    ]);
    const fromText = readSessionFile(cookiesTxt, ["cafe.example.com"]);
    expect(fromText.cookies).toMatchObject([
      { name: "sid", value: secret, expires: later, httpOnly: false, secure: false },
      { name: "safe", value: secret, expires: -1, httpOnly: true, secure: true, domain: ".cafe.example.com" },
    ]);
  });

  it("says what is wrong with a file, and never what is in it", () => {
    const cases: [string, string][] = [
      ["{", "session_file_unreadable"],
      [`{"cookies":[{"name":"a","value":${JSON.stringify(secret)}}]}`, "session_file_unreadable"],
      [`${secret} ${secret}`, "session_file_unreadable"],
      ["", "session_file_unreadable"],
      [state.replaceAll("cafe.example.com", "x.invalid").replaceAll(".example.com", ".invalid"), "session_empty"],
    ];
    for (const [text, code] of cases) {
      const error = failureOf(() => readSessionFile(text, ["cafe.example.com"]));
      expect(error).toMatchObject({ code, exit: 2 });
      expect(JSON.stringify(error) + String(error)).not.toContain(secret);
    }
  });
});

describe("sealing", () => {
  it("opens with the same key and label only, and never gives the same bytes twice", () => {
    const sealed = seal(secret, key, "a");
    expect(unseal(sealed, key, "a")).toBe(secret);
    expect(sealed.includes(Buffer.from(secret))).toBe(false);
    expect(seal(secret, key, "a").equals(sealed)).toBe(false);
    const changed = Buffer.from(sealed);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    for (const open of [
      () => unseal(sealed, Buffer.alloc(32, 8), "a"),
      () => unseal(sealed, key, "b"),
      () => unseal(changed, key, "a"),
      () => unseal(Buffer.alloc(3), key, "a"),
    ]) {
      expect(failureOf(open)).toMatchObject({ code: "secret_key_wrong" });
    }
  });
});

describe("loadSecretKey", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "naru-key-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  afterEach(() => rmSync(join(folder, "secret.key"), { force: true }));

  it("makes a file that only its owner may read, and reads it again", () => {
    expect(failureOf(() => loadSecretKey(folder, {}, false))).toMatchObject({ code: "secret_key_missing", exit: 5 });
    const made = loadSecretKey(folder, {}, true);
    expect(made).toHaveLength(32);
    expect(statSync(join(folder, "secret.key")).mode & 0o777).toBe(0o600);
    expect(loadSecretKey(folder, {}, false)).toEqual(made);
    expect(readdirSync(folder)).toEqual(["secret.key"]);
    chmodSync(join(folder, "secret.key"), 0o644);
    expect(failureOf(() => loadSecretKey(folder, {}, false))).toMatchObject({ code: "secret_key_open" });
  });

  it("takes an empty file for no key, and makes none in its place", () => {
    writeFileSync(join(folder, "secret.key"), "", { mode: 0o600 });
    expect(failureOf(() => loadSecretKey(folder, {}, true))).toMatchObject({ code: "secret_key_missing" });
  });

  it("takes the variable first: a key, or a passphrase that is long enough", () => {
    const base64 = Buffer.alloc(32, 3).toString("base64");
    expect(loadSecretKey(folder, { NARU_SECRET_KEY: base64 }, false)).toEqual(Buffer.alloc(32, 3));
    expect(loadSecretKey(folder, { NARU_SECRET_KEY: "ab".repeat(32) }, false)).toEqual(Buffer.alloc(32, 0xab));
    const phrase = { NARU_SECRET_KEY: "나루터에서 배를 기다리는 긴 문장" };
    expect(loadSecretKey(folder, phrase, false)).toEqual(loadSecretKey(folder, phrase, false));
    expect(failureOf(() => loadSecretKey(folder, { NARU_SECRET_KEY: "short" }, false))).toMatchObject({
      code: "secret_key_weak",
    });
  });
});

it("knows hosts whose terms forbid it, and those below them", () => {
  for (const host of [
    "www.linkedin.com",
    "linkedin.com",
    "m.search.naver.com",
    "www.wanted.co.kr",
    "instagram.com",
    "www.linkedin.com.",
  ]) {
    expect(forbiddenReason(host), host).not.toBeNull();
  }
  for (const host of ["cafe.naver.com", "notlinkedin.com", "example.com"]) expect(forbiddenReason(host)).toBeNull();
});

it("takes a session of a whole site to none of its hosts that are closed to machines", () => {
  const cookie = { name: "sid", value: secret, domain: ".naver.com", path: "/" };
  const session = new SessionInHand("naver", ["naver.com"], { cookies: [cookie], storage: [] });
  expect(session.headerFor("https://cafe.naver.com/")).toBe(`sid=${secret}`);
  expect(session.headerFor("https://search.naver.com/")).toBeNull();
  expect(session.pageCookies("https://search.naver.com/")).toEqual([]);
});

it("keeps where a cookie may be sent from", () => {
  const cookies = (["Strict", "Lax", "None"] as const).map((sameSite) => ({
    name: sameSite,
    value: secret,
    domain: "cafe.example.com",
    path: "/",
    secure: true,
    sameSite,
  }));
  const session = new SessionInHand("cafe", ["cafe.example.com"], { cookies, storage: [] });
  const given = session.pageCookies("https://cafe.example.com/");
  expect(given.map(({ name, sameSite }) => [name, sameSite])).toEqual(cookies.map(({ name }) => [name, name]));
});

describeEachDatabase("sessions", (open) => {
  const add = (name: string, hosts: string[], file = state) =>
    addSession(open().db, () => key, { name, hosts, file }, now);

  it("stores a session sealed, lists it without its content, opens it, removes it", async () => {
    const { db } = open();
    const added = await add("cafe", ["https://cafe.example.com/login"]);
    expect(added).toMatchObject({ name: "cafe", hosts: ["cafe.example.com"], cookies: 2 });
    expect(added.expiresAt).toEqual(new Date(later * 1_000));
    expect(await listSessions(db)).toEqual([added]);
    const row = await db.selectFrom("sessions").selectAll().executeTakeFirstOrThrow();
    for (const needle of [secret, "sid", "token"]) {
      expect(Buffer.from(row.sealed).includes(Buffer.from(needle)), needle).toBe(false);
    }
    const session = await openSession(db, () => key, "cafe");
    expect(session.headerFor("http://cafe.example.com/a")).toBe(`sid=${secret}; wide=${secret}`);
    expect(session.headerFor("http://www.example.com/a")).toBeNull();
    expect(session.headerFor("http://bank.example.org/")).toBeNull();
    expect(session.pageCookies("http://cafe.example.com/").map(({ name }) => name)).toEqual(["sid", "wide"]);
    session.learn("http://cafe.example.com/", ["sid=fresh; Path=/"]);
    expect(session.headerFor("http://cafe.example.com/a")).toContain("sid=fresh");
    await expect(openSession(db, () => Buffer.alloc(32), "cafe")).rejects.toMatchObject({ code: "secret_key_wrong" });
    await requireSession(db, "cafe", now);
    const over = new Date(later * 1_000);
    await expect(requireSession(db, "cafe", over)).rejects.toMatchObject({ code: "session_expired" });
    await expect(add("cafe", ["cafe.example.com"])).rejects.toMatchObject({ code: "session_exists" });
    await removeSession(db, "cafe");
    await expect(removeSession(db, "cafe")).rejects.toMatchObject({ code: "session_not_found" });
    await expect(openSession(db, () => key, "cafe")).rejects.toMatchObject({ code: "session_not_found" });
  });

  it("refuses forbidden hosts, names and hosts that are none, and cookies that have run out", async () => {
    await expect(add("li", ["www.linkedin.com"])).rejects.toMatchObject({ code: "session_forbidden", exit: 4 });
    await expect(add("a b/../c", ["cafe.example.com"])).rejects.toMatchObject({ code: "session_name_wrong" });
    await expect(add("a", ["no host"])).rejects.toMatchObject({ code: "session_host_wrong" });
    await expect(add("a", [])).rejects.toMatchObject({ code: "session_host_wrong" });
    const old = state.replaceAll(String(later), "1000000000");
    await expect(add("a", ["cafe.example.com"], old)).rejects.toMatchObject({ code: "session_expired" });
    expect(await listSessions(open().db)).toEqual([]);
  });
});

function failureOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("It did not fail.");
}
