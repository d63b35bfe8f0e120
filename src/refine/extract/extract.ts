import type { ParsedDocument } from "../../domain/page.ts";
import { wellFormed } from "../decode.ts";
import type { HtmlElement, HtmlTree } from "../html/tree.ts";
import type { LinkResolver } from "../links.ts";
import { imagesIn } from "./images.ts";
import { languageOf } from "./language.ts";
import { mainText } from "./main-text.ts";
import { type MetaTable, metadataOf } from "./metadata.ts";

export interface Extracted {
  document: ParsedDocument;
  /** Characters of the page outside links, blanks not counted: what walls are told by. */
  pageChars: number;
}

/** Main text and fields of a parsed page. */
export function extract(
  tree: HtmlTree,
  url: string,
  metas: MetaTable,
  resolver: LinkResolver,
  canonicalUrl: string | null,
): Extracted {
  const meta = metadataOf(tree, metas);
  const body = bodyOf(tree.root);
  const main = mainText(body, url, meta);
  const text = wellFormed(main.text);
  const images = imagesIn(main.nodes, resolver);
  const lead = resolver.resolve(meta.leadImage ?? undefined);
  if (lead !== null && !images.some((image) => image.url === lead)) images.unshift({ url: lead, alt: null });
  return {
    pageChars: main.pageChars,
    document: {
      title: main.title,
      author: meta.author,
      siteName: meta.siteName,
      publishedAt: meta.publishedAt,
      modifiedAt: meta.modifiedAt,
      language: languageOf(text, meta.declaredLanguage),
      canonicalUrl,
      images,
      text,
      weakness: main.weakness,
    },
  };
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
