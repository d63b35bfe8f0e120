import type { FailureReason } from "../../domain/failure.ts";
import { OutgoingError, type OutgoingFault } from "../../platform/http-out/index.ts";
import { SchemaError } from "../errors.ts";
import type { ClaimedRow, RowEnd } from "../frontier/frontier-row.ts";
import { parseRetryAfter } from "../frontier/retry.ts";
import { isOfWeb } from "../item-page.ts";
import { type Answer, answerOf } from "../sources/answer.ts";
import type { KeptMark } from "../sources/marks.ts";
import type { QuotaRefusal } from "../sources/quota.ts";
import type { ApiRequest, Cost, Note, SourceFailure, SourceReading } from "../sources/source.ts";
import { judgeSafely, type SourceInHand } from "../sources/source-in-hand.ts";
import { withholdBytes, withholdText } from "../sources/withhold.ts";
import { decodeBody } from "./decode-body.ts";
import { type Endings, ofFault } from "./endings.ts";
import { type AlertDraft, broughtNothing } from "./finished-visit.ts";
import { foundNext, lostNext } from "./found-next.ts";
import type { Hop, HopResult } from "./hop.ts";
import { headerOf } from "./response-headers.ts";
import type { VisitResult } from "./visit-page.ts";

export interface ApiVisitContext {
  row: ClaimedRow;
  source: SourceInHand;
  hop: Hop;
  endings: Endings;
  limits: { maxBytes: number; maxRatio: number };
  now: () => number;
  /** Takes what the request costs, or gives the moment from which there is enough; null when it was granted. */
  takeQuota: (costs: readonly Cost[]) => Promise<QuotaRefusal | null>;
  /** The same after a wait, when it was taken so long ago that another window may count by now; undefined when it is fresh. */
  retakeQuota: (costs: readonly Cost[]) => Promise<QuotaRefusal | null> | undefined;
  /** An answer came: see `settleQuota`. */
  settleQuota: (asked: readonly Cost[], costs: readonly Cost[]) => Promise<void>;
  /** The source says that a bucket is spent. */
  markSpent: (bucket: string) => Promise<Date | null>;
  findMark: (address: string) => Promise<KeptMark | null>;
}

/** Visits an address of an API: takes the quota, asks with the keys, withholds them, reads the items. Nothing is stored yet. */
export async function visitApi(context: ApiVisitContext): Promise<VisitResult> {
  const { row, source } = context;
  for (let again = 0; ; again += 1) {
    let asked: ApiRequest | null;
    try {
      asked = await source.requestFor(new URL(row.url), context.hop);
    } catch (error) {
      if (error instanceof SchemaError)
        return fail(context, { reason: "auth_expired", detail: error.message }, null, null);
      if (!(error instanceof OutgoingError) || error.fault === "aborted") throw error;
      return fault(context, error);
    }
    if (asked === null) throw new Error(`${source.source.id} gave no request for an address of its own.`);
    const refusal = await context.takeQuota(asked.costs ?? []);
    if (refusal !== null) return refused(context, refusal);
    let result: HopResult;
    try {
      const before = () => context.retakeQuota(asked.costs ?? [])?.then(throwRefusal);
      result = await context.hop({ ...source.hopRequest(new URL(row.url), asked), before });
    } catch (error) {
      if (error instanceof QuotaRefusedError) return refused(context, error.refusal);
      // Where an answer may have been on its way, what it costs stays set aside.
      if (!(error instanceof OutgoingError) || unanswered.has(error.fault)) {
        await context.settleQuota(asked.costs ?? [], []);
      }
      if (!(error instanceof OutgoingError) || error.fault === "aborted") throw error;
      return fault(context, error);
    }
    // A token may have been taken back before its time; one new one is asked for.
    if (result.response.status === 401 && again === 0 && source.forgetToken()) {
      await context.settleQuota(asked.costs ?? [], []);
      continue;
    }
    return judge(context, result, asked);
  }
}

/** There is not enough any more when the request's turn comes. */
class QuotaRefusedError extends Error {
  readonly refusal: QuotaRefusal;

  constructor(refusal: QuotaRefusal) {
    super(`The quota "${refusal.bucket}" is used up.`);
    this.name = "QuotaRefusedError";
    this.refusal = refusal;
  }
}

function throwRefusal(refusal: QuotaRefusal | null): void {
  if (refusal !== null) throw new QuotaRefusedError(refusal);
}

/** Requests that nobody can have answered. */
const unanswered: ReadonlySet<OutgoingFault> = new Set(["name_unknown", "unreachable", "tls", "address_refused"]);

function fault({ endings, row, source }: ApiVisitContext, error: OutgoingError): VisitResult {
  const { end, signal } = ofFault(endings, row, error);
  const told = signal.kind === "failed" ? { ...signal, detail: withholdText(signal.detail, source.secrets) } : signal;
  return { ...nothing, end: withholdEnd(end, source.secrets), signal: told };
}

function withholdEnd(end: RowEnd, secrets: readonly string[]): RowEnd {
  return end.detail === null ? end : { ...end, detail: withholdText(end.detail, secrets) };
}

function refused(context: ApiVisitContext, { bucket, until }: QuotaRefusal): VisitResult {
  if (until !== null) return waiting(context, until, `The quota "${bucket}" is used up.`);
  return failed(context, "quota_exhausted", `One request costs more than the quota "${bucket}" ever grants.`, null);
}

async function judge(context: ApiVisitContext, result: HopResult, asked: ApiRequest): Promise<VisitResult> {
  const { row, endings, source } = context;
  const { response, draft } = result;
  const decoded = decodeBody(response, context.limits);
  // Keys may be in what cannot be unpacked: it is not kept.
  if (!decoded.ok) return failed(context, decoded.reason, decoded.detail, response.status);
  source.withhold(draft, decoded.body);
  const captures = [draft];
  const { status } = response;
  if (response.cut) {
    const end = endings.failure(row, "bad_response", "The connection broke before the body was whole.", status);
    return { ...nothing, end, captures, signal: { kind: "fine", status } };
  }
  const answer = answerOf({
    url: row.url,
    status,
    headers: Object.fromEntries(
      response.headers.map(([name, value]) => [name.toLowerCase(), withholdText(value, source.secrets)]),
    ),
    body: withholdBytes(decoded.body, source.secrets),
  });
  const told = judgeSafely(source.source, answer, source.order, new Date(context.now()));
  const restMs = source.source.rest?.(answer) ?? null;
  const retryAfterMs = parseRetryAfter(headerOf(response.headers, "retry-after"), context.now()) ?? restMs;
  const signal =
    status === 429 || status === 503 || told?.reason === "rate_limited"
      ? ({ kind: "slow_down", status, retryAfterMs } as const)
      : ({ kind: "fine", status, ...(restMs === null ? {} : { restMs }) } as const);
  if (told === null && status >= 200 && status < 300) {
    return { ...(await read(context, answer, draft.capture.capturedAt, asked)), captures, signal };
  }
  await context.settleQuota(asked.costs ?? [], []);
  const failure = told ?? ofStatus(status, answer);
  return { ...(await fail(context, failure, status, retryAfterMs)), captures, signal };
}

async function read(context: ApiVisitContext, answer: Answer, at: Date, asked: ApiRequest): Promise<VisitResult> {
  const { row, source } = context;
  let reading: SourceReading | null;
  try {
    reading = source.read(answer, at);
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    return changed(context, error.message, answer.status);
  }
  if (reading === null) return changed(context, "The answer is none that this source knows.", answer.status);
  await context.settleQuota(asked.costs ?? [], reading.costs ?? []);
  const { list = false, total = null, next = [], listed = reading.items.length } = reading;
  const items = reading.items.filter(isOfWeb);
  const unreadable = (reading.unreadable ?? 0) + reading.items.length - items.length;
  const found = foundNext(context, next);
  const isFirst = list && (row.foundBy === "seed" || reading.isFirst === true);
  const { markAt = row.url, newestAt = null } = reading;
  const mark = isFirst ? await context.findMark(markAt) : null;
  if (isFirst && listed === 0 && total !== 0) {
    if (unreadable > 0 || ((total ?? 0) > 0 && !source.isNarrowed)) {
      return changed(context, `${total ?? unreadable} items were there and none could be read.`, answer.status);
    }
    if (mark !== null && mark.items > 0 && !source.isNarrowed) {
      return changed(context, `Nothing came, where ${mark.items} items came the last time.`, answer.status);
    }
  }
  const notes: Note[] = [...(reading.notes ?? [])];
  if (unreadable > 0) {
    notes.push({
      code: "unreadable_items",
      message: `${unreadable} items did not have the known shape and were left out.`,
    });
  }
  if (found.length < next.length) notes.push(lostNext);
  const end: RowEnd = { state: "done", httpStatus: answer.status, detail: null, isPage: true };
  return {
    ...nothing,
    end,
    items,
    itemsVersion: source.source.version,
    anchors: next.filter(({ way }) => way === "page").map(({ url }) => url),
    notes,
    gone: [...(reading.gone ?? [])],
    goneWhole: [...(reading.goneWhole ?? [])],
    allComments: reading.allComments === undefined ? [] : [reading.allComments],
    found,
    marks: isFirst ? [source.markOf(markAt, items, listed, newestAt)] : [],
  };
}

function changed(context: ApiVisitContext, detail: string, status: number): VisitResult {
  const { source } = context;
  const alert: AlertDraft = {
    kind: "schema_changed",
    message: `${source.source.name.en}: ${detail} The answer is kept; the source's reader needs a look.`,
  };
  return { ...failed(context, "schema_changed", detail, status), alerts: [alert] };
}

async function fail(
  context: ApiVisitContext,
  failure: SourceFailure,
  status: number | null,
  retryAfterMs: number | null,
): Promise<VisitResult> {
  const { row, endings, source } = context;
  const detail = withholdText(failure.detail, source.secrets);
  const gone = [...(failure.gone ?? [])];
  const goneWhole = [...(failure.goneWhole ?? [])];
  if (failure.note !== undefined && status !== null) {
    const end: RowEnd = { state: "done", httpStatus: status, detail, isPage: true };
    const found = foundNext(context, failure.next ?? []);
    return { ...nothing, end, gone, goneWhole, found, notes: [failure.note] };
  }
  if (failure.reason === "quota_exhausted") {
    const opens = failure.bucket === undefined ? null : await context.markSpent(failure.bucket);
    return { ...waiting(context, failure.until ?? opens, detail, retryAfterMs), gone, goneWhole };
  }
  const alerts: AlertDraft[] =
    failure.reason === "auth_expired" ? [{ kind: "auth_expired", message: `${source.source.name.en}: ${detail}` }] : [];
  return {
    ...nothing,
    end: endings.failure(row, failure.reason, detail, status, retryAfterMs),
    gone,
    goneWhole,
    alerts,
    signal: { kind: "fine", status },
  };
}

function ofStatus(status: number, answer: Answer): SourceFailure {
  const detail = `Status ${status}. ${answer.text().replaceAll(/\s+/g, " ").slice(0, 200)}`.trim();
  return { reason: reasonOfStatus(status), detail };
}

function reasonOfStatus(status: number): FailureReason {
  if (status === 401) return "auth_expired";
  if (status === 403) return "permission_denied";
  if (status === 404) return "not_found";
  if (status === 410) return "deleted";
  if (status === 408) return "timeout";
  if (status === 429) return "rate_limited";
  return status >= 500 ? "server_error" : "http_error";
}

function failed(context: ApiVisitContext, reason: FailureReason, detail: string, status: number | null): VisitResult {
  const { row, endings, source } = context;
  return { ...nothing, end: endings.failure(row, reason, withholdText(detail, source.secrets), status) };
}

/** Nothing is asked again at once, nor put off for longer than the longest quota: a moment long over, or no moment, is no answer. */
function waiting(
  { now }: ApiVisitContext,
  asked: Date | null,
  detail: string,
  retryAfterMs: number | null = null,
): VisitResult {
  const ms = (asked?.getTime() ?? Number.NaN) - now();
  const waitMs = ms > -60_000 ? ms : (retryAfterMs ?? usualWaitMs);
  const until = new Date(now() + Math.min(Math.max(waitMs, 1_000), longestWaitMs));
  return { ...nothing, end: { state: "wait", reason: "quota_exhausted", detail, httpStatus: null, until } };
}

const usualWaitMs = 3_600_000;
const longestWaitMs = 32 * 86_400_000;

const nothing = { ...broughtNothing, signal: { kind: "fine", status: null } } as const;
