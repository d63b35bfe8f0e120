import { type AllowList, OutgoingError } from "../../platform/http-out/index.ts";
import { maxUrlLength } from "../url-normal-form.ts";
import { decodeBody } from "../visit/decode-body.ts";
import type { CaptureDraft } from "../visit/finished-visit.ts";
import type { Hop, HopResult } from "../visit/hop.ts";
import { headerOf } from "../visit/response-headers.ts";
import { rulesFor } from "./match-robots.ts";
import { maxRobotsBytes, parseRobots, wholeLines } from "./parse-robots.ts";
import { productToken, type RobotsAccess, type RobotsAnswer } from "./robots-gate.ts";

/** Redirects followed from a robots.txt; RFC 9309 §2.3.1.2 asks for five at least. */
const maxRedirects = 5;
const dayMs = 24 * 60 * 60_000;
const hourMs = 60 * 60_000;

export interface RobotsFetch extends RobotsAnswer {
  /** Every hop, to be archived like any page. */
  captures: CaptureDraft[];
}

/**
 * Asks an origin for its robots.txt. Redirects are followed wherever they lead, and what is found there counts for the first origin
 * (§2.3.1.2). 2xx: rules · 4xx: everything is allowed (§2.3.1.3), save that 401, 403 and 429 pause the host, a house rule · 5xx and
 * network trouble: nothing is allowed for now (§2.3.1.4).
 */
export async function fetchRobots(
  origin: string,
  hop: Hop,
  allow: AllowList,
  now: () => number,
  retryMs: number,
): Promise<RobotsFetch> {
  const captures: CaptureDraft[] = [];
  const answer = (
    outcome: RobotsAnswer["record"]["outcome"],
    access: RobotsAccess,
    lifeMs: number,
    more: Partial<RobotsAnswer["record"]> = {},
  ) => ({
    captures,
    access,
    record: { origin, outcome, httpStatus: null, body: null, expiresAt: new Date(now() + lifeMs), ...more },
  });
  const broken = (why: string, lifeMs: number, httpStatus: number) => {
    const detail = `robots.txt could not be read: ${why}`;
    return answer("deny_all", { kind: "deny_all", reason: "robots_unreachable", detail }, lifeMs, { httpStatus });
  };
  let url = new URL("/robots.txt", origin);
  const been = new Set<string>();
  for (let step = 0; step <= maxRedirects; step += 1) {
    if (been.has(url.href)) return answer("allow_all", { kind: "allow_all" }, hourMs);
    been.add(url.href);
    let result: HopResult;
    try {
      // More than is read: a longer file is cut, not refused.
      result = await hop({ url, allow, maxBytes: maxRobotsBytes * 8 });
    } catch (error) {
      if (!(error instanceof OutgoingError)) throw error;
      if (error.fault === "aborted") throw error;
      if (error.fault === "too_large") return answer("deny_all", unreachable("robots_unreachable", error), hourMs);
      return answer("deny_all", unreachable(reasonOf(error), error), retryMs);
    }
    captures.push(result.draft);
    const { status, headers } = result.response;
    const location = status >= 300 && status < 400 ? headerOf(headers, "location") : null;
    if (location !== null) {
      const target = URL.parse(location, url.href);
      if (target === null || !/^https?:$/.test(target.protocol) || target.href.length > maxUrlLength) break;
      url = target;
      continue;
    }
    if (status >= 200 && status < 300) {
      // Half a file, or one that cannot be unpacked, says nothing of what is forbidden.
      if (result.response.cut) return broken("The connection broke before the file was whole.", retryMs, status);
      const decoded = decodeBody(result.response, { maxBytes: maxRobotsBytes * 8, maxRatio: 1_000 });
      if (!decoded.ok) return broken(decoded.detail, hourMs, status);
      if (decoded.broken === true) return broken("It is packed, and ends before its end.", hourMs, status);
      // NUL cannot be stored, and no rule holds one.
      const body = new TextDecoder().decode(wholeLines(decoded.body)).replaceAll("\0", "");
      const access: RobotsAccess = { kind: "rules", rules: rulesFor(parseRobots(Buffer.from(body)), productToken) };
      return answer("rules", access, dayMs, { httpStatus: status, body });
    }
    if (status === 401 || status === 403 || status === 429) {
      const detail = `robots.txt answered ${status}: the host does not want to be asked and is paused.`;
      return answer("paused", { kind: "paused", detail }, status === 429 ? hourMs : dayMs, { httpStatus: status });
    }
    if (status >= 400 && status < 500) return answer("allow_all", { kind: "allow_all" }, dayMs, { httpStatus: status });
    const detail = `robots.txt answered ${status}, so nothing may be asked for now.`;
    return answer("deny_all", { kind: "deny_all", reason: "robots_unreachable", detail }, retryMs, {
      httpStatus: status,
    });
  }
  // More redirects than we follow: as if there were no file.
  return answer("allow_all", { kind: "allow_all" }, dayMs);
}

type DenyReason = Extract<RobotsAccess, { kind: "deny_all" }>["reason"];

function unreachable(reason: DenyReason, error: OutgoingError): RobotsAccess {
  return { kind: "deny_all", reason, detail: `robots.txt could not be read: ${error.message}` };
}

/** A host that is not there at all is named for what it is. */
function reasonOf({ fault }: OutgoingError): DenyReason {
  if (fault === "name_unknown") return "gone_service";
  if (fault === "unreachable") return "host_unreachable";
  if (fault === "address_refused") return "address_refused";
  return fault === "tls" ? "tls_error" : "robots_unreachable";
}
