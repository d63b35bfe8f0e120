import type { Answer } from "../answer.ts";
import type { Order, SourceFailure } from "../source.ts";
import { historyAddress, permalinkOf, placeOf } from "./addresses.ts";
import { outcome } from "./schema.ts";

const badToken =
  /^(?:invalid_auth|not_authed|token_(?:expired|revoked)|account_inactive|invalid_token|org_login_required)$/;
const refused =
  /^(?:missing_scope|no_permission|not_allowed_token_type|access_denied|not_in_channel|ekm_access_denied|team_access_not_granted|enterprise_is_restricted|accesslimited|channel_is_limited_access|restricted_action)$/;
const absent = /^(?:channel|user|message|thread)_not_found$/;
const passing =
  /^(?:internal_error|fatal_error|service_unavailable|request_timeout|team_added_to_org|method_deprecated_temporarily)$/;

/** Slack answers 200 to nearly everything and tells in the body what went wrong. */
export function judge(answer: Answer, order: Order): SourceFailure | null {
  const { ok, error = "", needed } = answer.json(outcome);
  if (ok) return null;
  const detail = `${error}${hintOf(error, needed)}`.slice(0, 300);
  if (/^rate_?limited$/.test(error)) return { reason: "rate_limited", detail };
  if (badToken.test(error)) return { reason: "auth_expired", detail };
  if (error === "thread_not_found") return { reason: "deleted", detail, goneWhole: threadOf(answer.url) };
  if (error === "missing_scope" && answer.url.pathname.endsWith("/conversations.info")) {
    // The name is a nicety; messages may be readable without the right to it.
    const message = "The bot may not see the channels' names (scope channels:read); their ids stand in their place.";
    const next = [{ url: historyAddress(order, { ...placeOf(answer.url), name: null }) }];
    return { reason: "permission_denied", detail, note: { code: "permission_narrow", message }, next };
  }
  if (refused.test(error)) return { reason: "permission_denied", detail };
  if (absent.test(error)) return { reason: "not_found", detail };
  if (passing.test(error)) return { reason: "server_error", detail };
  return error === "" ? null : { reason: "http_error", detail };
}

function hintOf(error: string, needed: string | undefined): string {
  if (error === "missing_scope" && needed !== undefined)
    return `: give the app the scope ${needed} and install it again`;
  if (error === "not_in_channel") return ": invite the app to the channel with /invite";
  return "";
}

function threadOf(url: URL): string[] {
  const ts = url.searchParams.get("ts");
  return ts === null ? [] : [permalinkOf(placeOf(url), ts)];
}
