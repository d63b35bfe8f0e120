import type { ParsedDocument } from "../../domain/page.ts";
import { wellFormed } from "../decode.ts";
import type { HtmlElement, HtmlTree } from "../html/tree.ts";
import type { LinkResolver } from "../links.ts";
import { parsePageDate } from "./dates.ts";
import { imagesIn } from "./images.ts";
import { languageOf } from "./language.ts";
import { mainText } from "./main-text.ts";
import { measure } from "./measure.ts";
import { type Metadata, type MetaTable, metadataOf } from "./metadata.ts";
import { scriptText } from "./script-text.ts";
import { zoneOfPage } from "./zone.ts";

export interface Extracted {
  document: ParsedDocument;
  /** Characters of the page outside links, blanks not counted: what walls are told by. */
  pageChars: number;
  /** The text was in the page's data, not in its markup. */
  fromData: boolean;
}

/** A page with less text may have the rest in its data. */
const shortText = 80;

/** Main text and fields of a parsed page. */
export function extract(
  tree: HtmlTree,
  url: string,
  metas: MetaTable,
  resolver: LinkResolver,
  canonicalUrl: string | null,
): Extracted {
  const body = bodyOf(tree.root);
  const measured = measure(body);
  const meta = metadataOf(tree, metas, url, body.score);
  const main = mainText(body, url, meta, measured);
  const hidden = main.text.length < shortText ? scriptText(tree) : null;
  const inScript = hidden !== null && hidden.text.length > main.text.length * 2 ? hidden : null;
  const text = wellFormed(inScript?.text ?? main.text);
  const language = languageOf(text, meta.declaredLanguage);
  const dates = datesOf(meta, url, language);
  const images = imagesIn(main.nodes, resolver);
  const lead = resolver.resolve(meta.leadImage ?? undefined);
  if (lead !== null && !images.some((image) => image.url === lead)) images.unshift({ url: lead, alt: null });
  return {
    pageChars: main.pageChars,
    fromData: inScript !== null,
    document: {
      title: main.title ?? (inScript?.title == null ? null : wellFormed(inScript.title.slice(0, 500))),
      author: meta.author,
      siteName: meta.siteName,
      ...dates,
      language,
      canonicalUrl,
      images,
      text,
      weakness: inScript === null ? main.weakness : null,
    },
  };
}

/** Dates in the zone of the page. A page that only says when it was changed last has no other date. */
function datesOf(
  { published, modified, declaredLanguage }: Metadata,
  url: string,
  language: string | null,
): { publishedAt: Date | null; modifiedAt: Date | null } {
  const tag = language ?? declaredLanguage?.slice(0, 2).toLowerCase() ?? null;
  const reading = {
    zone: zoneOfPage(url, tag),
    monthFirst:
      tag === null
        ? null
        : /^en[-_]us/i.test(declaredLanguage ?? "") ||
          (tag === "en" && /^https?:\/\/[^/]{1,253}\.(?:com|us|gov|edu)(?:[:/]|$)/i.test(url)),
  };
  const first = (texts: readonly string[]): Date | null => {
    for (const text of texts) {
      const date = parsePageDate(text, reading);
      if (date !== null) return date;
    }
    return null;
  };
  return { publishedAt: first(published), modifiedAt: first(modified) };
}

/** The body element; the whole tree when there is none or when text stands outside it. */
function bodyOf(root: HtmlElement): HtmlElement {
  const html =
    root.children.find((child): child is HtmlElement => typeof child !== "string" && child.tag === "html") ?? root;
  const bodies = html.children.filter(
    (child): child is HtmlElement => typeof child !== "string" && child.tag === "body",
  );
  return bodies[0] !== undefined && !html.children.some((child) => typeof child === "string" && child.trim() !== "")
    ? bodies[0]
    : html;
}
