import { ArchiveParts } from "../../src/collect/render/archive-parts.ts";
import type { Rendered, Renderer, RenderOrder } from "../../src/collect/render/renderer.ts";
import { userAgent } from "../../src/collect/settings.ts";
import { hopOf } from "../../src/collect/visit/hop.ts";
import { allowList, createOutgoingHttp } from "../../src/platform/http-out/index.ts";

export const testAgent = userAgent("https://naru.example/contact");
export const noSteps = { scrolls: 0, presses: 0, moreButton: null, waitFor: null } as const;

/** Renders one address the way a visit does, with real requests; only hosts in `allowed` may be private. */
export async function renderAddress(
  renderer: Renderer,
  url: string,
  allowed: readonly string[],
  more: Partial<RenderOrder> = {},
): Promise<{ rendered: Rendered; parts: ArchiveParts }> {
  const http = createOutgoingHttp({ timeoutMs: 3_000 });
  const hop = hopOf({
    http,
    userAgent: testAgent,
    now: Date.now,
    collectionId: 1,
    sourceId: "web",
    turn: () => undefined,
    rest: () => {},
  });
  const allow = allowList(allowed);
  const parts = new ArchiveParts({
    pageUrl: url,
    hop,
    allow,
    verdictOf: async () => ({ allowed: true, rule: null, agent: null, because: "no_match" }),
    learnCookies: () => {},
    isSessionHost: () => false,
    collectionCookies: () => null,
    limits: { maxBytes: 2 ** 22, maxRatio: 100 },
    secrets: () => [],
    now: Date.now,
  });
  try {
    const { response } = await hop({ url: new URL(url), allow });
    const rendered = await renderer.render({
      url,
      answer: response,
      fetchPart: parts.fetch,
      key: "1 test",
      cookies: [],
      storage: [],
      steps: noSteps,
      screenshot: false,
      turn: async () => {},
      signal: new AbortController().signal,
      ...more,
    });
    return { rendered, parts };
  } finally {
    await http.close();
  }
}
