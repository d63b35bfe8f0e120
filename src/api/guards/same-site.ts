import type { FastifyInstance, FastifyRequest } from "fastify";
import { hostRefused, originRefused } from "../errors.ts";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);
// Probes of a cluster come by address and learn nothing but that the server lives.
const open = new Set(["/health", "/ready"]);

/**
 * Keeps foreign web pages out of a server without accounts: the Host header must be a known name (else a page could point
 * its own name at 127.0.0.1 and read everything), and nothing changes on behalf of a page of another origin.
 * @param allowedHosts host names without port; `*` lets every name through.
 */
export function guardSameSite(app: FastifyInstance, allowedHosts: readonly string[]): void {
  const allowed = new Set(allowedHosts.map((name) => name.toLowerCase()));
  app.addHook("onRequest", async (request) => {
    if (!allowed.has("*") && !open.has(request.routeOptions.url ?? "") && !allowed.has(hostNameOf(request))) {
      throw hostRefused();
    }
    if (!safeMethods.has(request.method) && isForeign(request)) throw originRefused();
  });
}

function hostNameOf({ headers }: FastifyRequest): string {
  const host = (headers.host ?? "").toLowerCase();
  return host.replace(/:\d+$/, "").replace(/\.$/, "");
}

function isForeign({ headers }: FastifyRequest): boolean {
  const site = headers["sec-fetch-site"];
  if (site === "cross-site" || site === "same-site") return true;
  const { origin } = headers;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== headers.host?.toLowerCase();
}
