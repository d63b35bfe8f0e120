import { z } from "zod";
import { InvalidInputError } from "../../platform/errors.ts";
import type { PageCookie, PageStorage } from "../render/renderer.ts";

/** What a person's browser knows a site by. Secret: sealed wherever it is kept, shown nowhere. */
export interface SessionContent {
  cookies: PageCookie[];
  storage: PageStorage[];
}

const maxFileBytes = 4 * 2 ** 20;
const maxCookies = 500;

const cookieShape = z.object({
  name: z.string().min(1).max(1_024),
  value: z.string().max(8_192),
  domain: z.string().min(1).max(253),
  path: z.string().max(2_048).default("/"),
  /** Seconds since the epoch; -1 ends with the browser. */
  expires: z.number().default(-1),
  httpOnly: z.boolean().default(false),
  secure: z.boolean().default(false),
  sameSite: z.enum(["Strict", "Lax", "None"]).default("Lax"),
});
const stateShape = z.object({
  cookies: z.array(cookieShape).max(20_000),
  origins: z
    .array(
      z.object({
        origin: z.string(),
        localStorage: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
      }),
    )
    .default([]),
});
export const contentShape = z.object({
  cookies: z.array(cookieShape),
  storage: z.array(z.object({ origin: z.string(), items: z.array(z.object({ name: z.string(), value: z.string() })) })),
});

/**
 * Reads an exported session, a Playwright storageState or a Netscape cookies.txt, and keeps what belongs to the given hosts alone.
 * @throws InvalidInputError `session_file_unreadable` or `session_empty`. No message ever holds a value of the file.
 */
export function readSessionFile(text: string, hosts: readonly string[]): SessionContent {
  if (text.length > maxFileBytes) throw unreadable("it is longer than 4 MiB");
  const all = /^\s*\{/.test(text) ? readState(text) : readCookiesTxt(text);
  const cookies = all.cookies.flatMap((cookie) => narrowed(cookie, hosts)).slice(0, maxCookies);
  const storage = all.storage.filter(({ origin }) => hosts.includes(URL.parse(origin)?.hostname ?? ""));
  if (cookies.length === 0 && storage.length === 0) {
    throw new InvalidInputError("session_empty", `The file holds nothing for ${hosts.join(", ")}.`, {
      field: "file",
      next: "Log in there with your own browser, export its cookies again, and name the host as the address bar shows it.",
    });
  }
  return { cookies, storage };
}

/** A cookie of a host or below it as it is; one of a domain above, for that host alone. */
function narrowed(cookie: PageCookie, hosts: readonly string[]): PageCookie[] {
  const domain = cookie.domain.replace(/^\./, "").toLowerCase();
  const below = hosts.some((host) => domain === host || domain.endsWith(`.${host}`));
  if (below) return [{ ...cookie, domain: cookie.domain.toLowerCase() }];
  if (!cookie.domain.startsWith(".")) return [];
  return hosts.filter((host) => host.endsWith(`.${domain}`)).map((host) => ({ ...cookie, domain: host }));
}

function readState(text: string): SessionContent {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unreadable("it is no JSON");
  }
  const state = stateShape.safeParse(value);
  if (!state.success) throw unreadable(`${state.error.issues[0]?.path.join(".")} is not as a storageState has it`);
  const { cookies, origins } = state.data;
  return { cookies, storage: origins.map(({ origin, localStorage }) => ({ origin, items: localStorage })) };
}

/** Seven fields by tabs; `#HttpOnly_` before the domain, other `#` lines are notes. */
function readCookiesTxt(text: string): SessionContent {
  const cookies: PageCookie[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const httpOnly = line.startsWith("#HttpOnly_");
    const bare = httpOnly ? line.slice(10) : line;
    if (bare.trim() === "" || bare.startsWith("#")) continue;
    const [domain, below, path, secure, expires, name, ...value] = bare.split("\t");
    if (domain === undefined || name === undefined || name === "")
      throw unreadable(`line ${index + 1} has no seven fields`);
    const dotted = below?.toUpperCase() === "TRUE" && !domain.startsWith(".") ? `.${domain}` : domain;
    const seconds = Number(expires);
    const cookie = cookieShape.safeParse({
      name,
      value: value.join("\t"),
      domain: dotted,
      path: path === "" ? "/" : path,
      expires: Number.isFinite(seconds) && seconds > 0 ? seconds : -1,
      httpOnly,
      secure: secure?.toUpperCase() === "TRUE",
    });
    if (!cookie.success) throw unreadable(`line ${index + 1} is no cookie`);
    cookies.push(cookie.data);
  }
  if (cookies.length === 0) throw unreadable("no line of it is a cookie");
  return { cookies, storage: [] };
}

function unreadable(why: string): InvalidInputError {
  return new InvalidInputError("session_file_unreadable", `This is no exported session: ${why}.`, {
    field: "file",
    next: "Give a Playwright storageState (JSON) or a cookies.txt in Netscape's form, exported from your own browser.",
  });
}
