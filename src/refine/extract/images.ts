import type { PageImage } from "../../domain/page.ts";
import { foldBlanks } from "../html/text-of.ts";
import type { HtmlElement } from "../html/tree.ts";
import type { LinkResolver } from "../links.ts";

export const maxPageImages = 100;

/** Pictures inside the main text, with their alt texts. Lazy pictures name their address in a data attribute. */
export function imagesIn(nodes: readonly HtmlElement[], resolver: LinkResolver): PageImage[] {
  const found = new Map<string, PageImage>();
  const visit = (element: HtmlElement): void => {
    for (const child of element.children) {
      if (typeof child === "string" || found.size >= maxPageImages) continue;
      if (child.tag === "img") add(child);
      else if (!child.dropped || child.tag === "noscript" || child.tag === "figcaption") visit(child);
    }
  };
  const add = (img: HtmlElement): void => {
    const url = resolver.resolve(address(img));
    if (url === null || tiny(img) || found.has(url)) return;
    const alt = foldBlanks((img.attrs.alt ?? "").slice(0, 1_000))
      .toWellFormed()
      .replaceAll("\0", "");
    found.set(url, { url, alt: alt === "" ? null : alt });
  };
  for (const node of nodes) visit(node);
  return [...found.values()];
}

function address(img: HtmlElement): string | undefined {
  const { attrs } = img;
  const lazy = attrs["data-lazy-src"] ?? attrs["data-src"] ?? attrs["data-original"] ?? attrs["data-lazy"];
  if (lazy !== undefined && lazy !== "") return lazy;
  if (attrs.src !== undefined && attrs.src !== "" && !attrs.src.startsWith("data:")) return attrs.src;
  return (attrs["data-srcset"] ?? attrs.srcset)?.trim().split(/[\s,]/, 1)[0];
}

/** Counting pixels and icons are no pictures of the text. */
function tiny(img: HtmlElement): boolean {
  const [width, height] = [Number(img.attrs.width), Number(img.attrs.height)];
  return (width > 0 && width <= 24) || (height > 0 && height <= 24);
}
