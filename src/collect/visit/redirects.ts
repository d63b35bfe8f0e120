import type { PageReading } from "../../domain/page.ts";
import { verdictOf } from "../robots/robots-gate.ts";
import { type NormalUrl, normalizeUrl } from "../url-normal-form.ts";
import type { Ending } from "./endings.ts";
import type { HopResult } from "./hop.ts";
import { headerOf } from "./response-headers.ts";
import type { VisitContext } from "./visit-page.ts";

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

type Led = { ending: Ending; again?: undefined } | { again: URL };

/**
 * What a redirect means; null for any other answer. The target enters the frontier as an address of its own, so that it is checked,
 * paced and fetched like any other, and never twice. Asked `again` at once is only what the frontier would take for known: the same normal form,
 * which differs in what the frontier does not keep (a cookie, a fragment, a tracking parameter), and an address on the way here that may answer
 * otherwise to the cookies set since.
 */
export async function followRedirect(
  context: VisitContext,
  { response, draft }: HopResult,
  asked: URL,
  again: number,
  newCookies: boolean,
): Promise<Led | null> {
  const { status } = response;
  if (!redirectStatuses.has(status)) return null;
  const { row, limits } = context;
  const location = headerOf(response.headers, "location");
  const target = location === null ? null : URL.parse(inBytes(location), asked.href);
  const normal = target === null ? null : normalizeUrl(target.href);
  if (target === null || normal === null) {
    return failed(
      status,
      "bad_response",
      `A redirect (${status}) that leads nowhere: ${(location ?? "no Location").slice(0, 200)}`,
    );
  }
  draft.capture.redirectTo = normal.url;
  if (normal.url === row.url || normal.url === (normalizeUrl(asked.href)?.url ?? asked.href)) {
    if (again >= 1 && !newCookies) return failed(status, "redirect_loop", `${row.url} redirects to itself.`);
    if (again >= limits.maxRedirects) {
      return failed(status, "too_many_redirects", `${row.url} redirected to itself ${again} times.`);
    }
    return { again: new URL(normal.url) };
  }
  return leadOn(context, normal, status, { how: `Redirects to ${normal.url}`, again });
}

/** Seconds after which a page that leads on is still no more than a way. */
const maxRefreshSeconds = 10;
/** Text of a page that is one for its own sake. */
const ownText = 120;

/** Where a page leads that says next to nothing and sends its readers on by `<meta http-equiv="refresh">`; null for any other. */
export async function followRefresh(
  context: VisitContext,
  reading: PageReading,
  status: number,
): Promise<Ending | null> {
  const link = reading.links.find(
    ({ found, waitSeconds = 0 }) => found === "refresh" && waitSeconds <= maxRefreshSeconds,
  );
  if (link === undefined || (reading.document?.text.length ?? 0) >= ownText) return null;
  const normal = normalizeUrl(link.url);
  if (normal === null || normal.url === context.row.url) return null;
  const led = await leadOn(context, normal, status, {
    how: `Leads on to ${normal.url}`,
    again: Number.POSITIVE_INFINITY,
  });
  return led.again === undefined ? led.ending : null;
}

/** The end of a row that leads to another address, and that address as a frontier entry. */
async function leadOn(
  { row, collection, limits, access, redirectChain }: VisitContext,
  normal: NormalUrl,
  status: number,
  { how, again }: { how: string; again: number },
): Promise<Led> {
  if (row.hops + 1 > limits.maxRedirects) {
    return failed(
      status,
      "too_many_redirects",
      `More than ${limits.maxRedirects} redirects, the last one to ${normal.url}`,
    );
  }
  const chain = row.foundBy === "redirect" ? await redirectChain(row) : [];
  if (chain.includes(normal.url)) {
    // Gates send back to the page once they have left their cookie.
    const before = collection.cookies.redirectedWith(normal.url);
    const changed = before !== undefined && before !== (collection.cookieHeader(normal.url) ?? "");
    const allowed = normal.host === row.host && verdictOf(access, normal.url)?.allowed === true;
    if (changed && allowed && again < limits.maxRedirects) return { again: new URL(normal.url) };
    return failed(status, "redirect_loop", `A circle of redirects, back to ${normal.url}`);
  }
  // The address that a person gave may have moved: its new home belongs to the collection.
  const fromSeed = row.depth === 0 && (row.foundBy === "seed" || row.foundBy === "redirect");
  if (!fromSeed && !collection.scope.has(normal.url)) return failed(status, "out_of_scope", how);
  const hops = row.foundBy === "redirect" ? row.hops + 1 : 1;
  return {
    ending: {
      end: { state: "done", httpStatus: status, detail: how, isPage: false },
      found: [
        {
          collectionId: collection.id,
          ...normal,
          depth: row.depth,
          foundBy: "redirect",
          hops,
          parentId: row.id,
          skip: null,
        },
      ],
      anchors: fromSeed ? [normal.url] : [],
    },
  };
}

function failed(
  status: number,
  reason: "redirect_loop" | "too_many_redirects" | "bad_response" | "out_of_scope",
  detail: string,
): { ending: Ending } {
  const state = reason === "out_of_scope" ? ("skipped" as const) : ("failed" as const);
  return { ending: { end: { state, reason, detail, httpStatus: status } } };
}

/** Servers write raw UTF-8 into Location, old ones EUC-KR; headers are read as latin-1. What is no UTF-8 is asked for byte by byte. */
function inBytes(text: string): string {
  if (!/[\x80-\xff]/.test(text)) return text;
  const utf8 = new TextDecoder().decode(Buffer.from(text, "latin1"));
  if (!utf8.includes("\ufffd")) return utf8;
  return text.replace(/[\x80-\xff]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
