import type { RobotsDirectives } from "../domain/page.ts";

/** Product token under which directives may address naru alone. */
export const robotsAgent = "naru";

export const noDirectives: RobotsDirectives = { noindex: false, nofollow: false, noarchive: false, noai: false };

const valued = new Set(["unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"]);

/**
 * Merges X-Robots-Tag header lines and meta robots contents. A header line may be addressed (`naru: noindex`): lines for other
 * agents are ignored, and so are meta elements named for them. Every restriction found counts; nothing lifts one again.
 */
export function robotsDirectives(
  headers: readonly string[],
  metas: readonly { name: string; content: string }[],
): RobotsDirectives {
  if (headers.length === 0 && metas.length === 0) return noDirectives;
  const found = { ...noDirectives };
  for (const header of headers.slice(0, 50)) {
    // Once a line names an agent, the directives behind it are that agent's until the next name.
    let ours = true;
    for (const part of header.slice(0, 2_000).split(",")) {
      const colon = part.indexOf(":");
      const prefix = colon < 0 ? "" : part.slice(0, colon).trim().toLowerCase();
      if (colon < 0 || valued.has(prefix)) {
        if (ours) apply(found, part);
      } else {
        ours = prefix === robotsAgent || prefix === "*" || prefix === "robots";
        if (ours) apply(found, part.slice(colon + 1));
      }
    }
  }
  for (const { name, content } of metas) {
    if (name === "robots" || name === robotsAgent)
      for (const part of content.slice(0, 2_000).split(/[,\s]+/)) apply(found, part);
  }
  return found;
}

function apply(found: { -readonly [K in keyof RobotsDirectives]: boolean }, directive: string): void {
  switch (directive.trim().toLowerCase()) {
    case "noindex":
      found.noindex = true;
      break;
    case "nofollow":
      found.nofollow = true;
      break;
    case "none":
      found.noindex = true;
      found.nofollow = true;
      break;
    case "noarchive":
    case "nocache":
      found.noarchive = true;
      break;
    case "noai":
    case "noimageai":
      found.noai = true;
      break;
  }
}
