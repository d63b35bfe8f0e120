/** Why an address did not become a capture, or a capture not a document. Stable names: stored, counted, shown. */
export const failureReasons = [
  "robots_denied",
  "robots_unreachable",
  "login_wall",
  "bot_wall",
  "deleted",
  "gone_service",
  "quota_exhausted",
  "rate_limited",
  "auth_expired",
  "schema_changed",
  "needs_render",
  "iframe_shell",
  "lazy_media",
  "charset_guess",
  "not_found",
  "http_error",
  "server_error",
  "host_unreachable",
  "timeout",
  "tls_error",
  "bad_response",
  "too_large",
  "compression_bomb",
  "too_many_redirects",
  "redirect_loop",
  "address_refused",
  "invalid_url",
  "out_of_scope",
  "trap",
  "host_budget",
  "unsupported_type",
  "parse_failed",
] as const;

export type FailureReason = (typeof failureReasons)[number];

/** Reasons that a later attempt may cure; the rest are final for this collection. */
export const retryableReasons: ReadonlySet<FailureReason> = new Set([
  "robots_unreachable",
  "rate_limited",
  "server_error",
  "host_unreachable",
  "timeout",
  "bad_response",
]);
