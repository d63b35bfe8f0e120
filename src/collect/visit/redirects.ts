import { normalizeUrl } from "../url-normal-form.ts";
import type { Ending } from "./endings.ts";
import type { HopResult } from "./hop.ts";
import { headerOf } from "./response-headers.ts";
import type { VisitContext } from "./visit-page.ts";

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/**
 * What a redirect means; null for any other answer. The target enters the frontier as an address of its own, so that it is checked,
 * paced and fetched like any other, and never twice. Only a redirect to the same normal form is asked `again` at once: it differs in what
 * the frontier does not keep (a cookie, a fragment, a tracking parameter).
 */
export async function followRedirect(
  context: VisitContext,
  { response, draft }: HopResult,
  again: number,
  newCookies: boolean,
): Promise<{ ending: Ending; again?: undefined } | { again: URL } | null> {
  const { status } = response;
  if (!redirectStatuses.has(status)) return null;
  const { row, collection, limits } = context;
  const failed = (reason: "redirect_loop" | "too_many_redirects" | "bad_response" | "out_of_scope", detail: string) => {
    const state = reason === "out_of_scope" ? ("skipped" as const) : ("failed" as const);
    return { ending: { end: { state, reason, detail, httpStatus: status } } };
  };
  const location = headerOf(response.headers, "location");
  const target = location === null ? null : URL.parse(latin1ToUtf8(location), row.url);
  const normal = target === null ? null : normalizeUrl(target.href);
  if (target === null || normal === null) {
    return failed(
      "bad_response",
      `A redirect (${status}) that leads nowhere: ${(location ?? "no Location").slice(0, 200)}`,
    );
  }
  draft.capture.redirectTo = normal.url;
  if (normal.url === row.url) {
    if (again >= 1 && !newCookies) return failed("redirect_loop", `${row.url} redirects to itself.`);
    if (again >= limits.maxRedirects) {
      return failed("too_many_redirects", `${row.url} redirected to itself ${again} times.`);
    }
    return { again: new URL(normal.url) };
  }
  if (row.hops + 1 > limits.maxRedirects) {
    return failed("too_many_redirects", `More than ${limits.maxRedirects} redirects, the last one to ${normal.url}`);
  }
  if (row.foundBy === "redirect" && (await context.redirectChain(row)).includes(normal.url)) {
    return failed("redirect_loop", `A circle of redirects, back to ${normal.url}`);
  }
  // The address that a person gave may have moved: its new home belongs to the collection.
  const fromSeed = row.depth === 0 && (row.foundBy === "seed" || row.foundBy === "redirect");
  if (!fromSeed && !collection.scope.has(normal.url)) return failed("out_of_scope", `Redirects to ${normal.url}`);
  const hops = row.foundBy === "redirect" ? row.hops + 1 : 1;
  return {
    ending: {
      end: { state: "done", httpStatus: status, detail: `Redirects to ${normal.url}`, isPage: false },
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

/** Servers write raw UTF-8 into Location; headers are read as latin-1. */
function latin1ToUtf8(text: string): string {
  if (!/[\x80-\xff]/.test(text)) return text;
  const utf8 = new TextDecoder().decode(Buffer.from(text, "latin1"));
  return utf8.includes("\ufffd") ? text : utf8;
}
