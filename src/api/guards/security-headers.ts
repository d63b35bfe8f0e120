import type { FastifyInstance } from "fastify";

/** The page: everything from here. Mantine writes style elements, charts draw to blobs, archived pages are framed. */
export const pagePolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** Answers that are not meant to be looked at as pages. */
const inertPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** Headers on every answer; a route that sets its own policy keeps it. */
export function setSecurityHeaders(app: FastifyInstance): void {
  app.addHook("onSend", async (_request, reply) => {
    reply.header("x-content-type-options", "nosniff");
    reply.header("referrer-policy", "no-referrer");
    reply.header("cross-origin-opener-policy", "same-origin");
    reply.header("cross-origin-resource-policy", "same-origin");
    if (!reply.hasHeader("content-security-policy")) reply.header("content-security-policy", inertPolicy);
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
  });
}
