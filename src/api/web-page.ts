import staticFiles from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { routeNotFound } from "./errors.ts";
import { pagePolicy } from "./guards/security-headers.ts";

const notBuilt = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>naru</title>
<h1>The page is not built yet</h1>
<p>Run <code>npm run build:web</code> and load this again. The API works meanwhile: see <a href="/docs">/docs</a>.</p>
<p lang="ko">화면이 아직 빌드되지 않았습니다. <code>npm run build:web</code> 을 실행한 뒤 새로 고치세요. API 는 <a href="/docs">/docs</a> 에서 쓸 수 있습니다.</p>
</html>
`;

/**
 * Serves the built page, and it again for every address of its own that a browser opens; anything else is a 404 problem.
 * @param folder `web/dist`; null when it was not built.
 */
export function serveWebPage(app: FastifyInstance, folder: string | null): void {
  if (folder !== null) {
    app.register(staticFiles, {
      root: folder,
      schemaHide: true,
      dotfiles: "ignore",
      cacheControl: false,
      setHeaders(reply, path) {
        // Vite puts a digest into the names of assets.
        const hashed = path.startsWith("assets/") || path.includes("/assets/");
        reply.header("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
        reply.header("content-security-policy", pagePolicy);
      },
    });
  }
  app.setNotFoundHandler(async (request, reply) => {
    if (!isPageRequest(request)) throw routeNotFound(request.method, request.url.split("?")[0] ?? "");
    return folder === null ? sendNotBuilt(reply) : reply.sendFile("index.html");
  });
}

function isPageRequest({ method, url, headers }: FastifyRequest): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  if (url.startsWith("/api/") || url.startsWith("/assets/")) return false;
  return headers.accept?.includes("text/html") ?? false;
}

function sendNotBuilt(reply: FastifyReply): FastifyReply {
  return reply
    .code(503)
    .header("content-security-policy", "default-src 'none'")
    .type("text/html; charset=utf-8")
    .send(notBuilt);
}
