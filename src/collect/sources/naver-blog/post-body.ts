import { cloneNode } from "domhandler";
import { removeElement } from "domutils";
import type { PageImage } from "../../../domain/page.ts";
import { parseDate } from "../../recipe/field-values.ts";
import {
  attributeOf,
  type Document,
  type Element,
  rawTextOf,
  selectAll,
  selectFirst,
  textAt,
  textOf,
} from "../select.ts";

/** What the page of a post holds. */
export interface PostBody {
  title: string | null;
  author: string | null;
  publishedAt: Date | null;
  text: string;
  tags: string[];
  images: PageImage[];
}

/** Bodies of SmartEditor ONE, of the editor before it, of the first one, and of phones; the first that is there is read. */
const bodies = [
  ".se-main-container",
  ".se_doc_viewer .sect_dsc",
  ".se_component_wrap.sect_dsc",
  ".se_doc_viewer",
  ".se_component_wrap",
  "#postViewArea",
  ".post_ct",
];
/** What is no text of the author: stickers, cards of linked pages, and the title, which stands in some of them. */
const foreign =
  ".se-sticker, .se-module-oglink, .se_sticker, .se_oglink, .se-documentTitle, .se_documentTitle, .se-section-documentTitle, script, style";

const titles = ".se-title-text, .se_documentTitle .se_textarea, .htitle .pcol1, .tit_h3, .se_title";
const authors = ".nick, .blog_author, #nickNameArea, .writer";
const dates = ".se_publishDate, ._postAddDate, .blog_date, .date";
const tagLinks = '.post_tag a, .wrap_tag a, [id^="tagList"] a';

const maxTags = 100;
const maxImages = 200;

/** Address that the outer page of a post frames; null when this is none. */
export function frameOf(page: Document, address: URL): URL | null {
  const frame = selectFirst('iframe#mainFrame[src], frame#mainFrame[src], [name="mainFrame"][src]', page);
  return frame === null ? null : URL.parse(attributeOf(frame, "src") ?? "", address.href);
}

/** The post that a page holds, in whichever editor it was written; null when none of them is there. */
export function readPost(page: Document, address: URL, now: Date): PostBody | null {
  const found = bodies.map((selector) => selectFirst(selector, page)).find((body) => body !== null);
  if (found == null) return null;
  const body = cloneNode(found, true);
  for (const part of selectAll(foreign, body)) removeElement(part);
  const date = textAt(dates, page);
  return {
    title: textAt(titles, page) ?? metaOf(page, "og:title"),
    author: textAt(authors, page) ?? metaOf(page, "naverblog:nickname"),
    publishedAt: date === null ? null : parseDate(date, now),
    text: textOf(body),
    tags: tagsOf(page),
    images: imagesOf(body, address),
  };
}

function metaOf(page: Document, property: string): string | null {
  return attributeOf(selectFirst(`meta[property="${property}"]`, page), "content");
}

/** Tags stand as links, or in a script that writes them later. */
function tagsOf(page: Document): string[] {
  const linked = selectAll(tagLinks, page).map(textOf);
  const scripts = linked.length > 0 ? [] : selectAll("script:not([src])", page).map(rawTextOf);
  const written = scripts.map((text) => /gsTagName\s{0,5}=\s{0,5}"([^"]{1,2000})"/.exec(text)?.[1]).find(Boolean) ?? "";
  const names = [...linked, ...written.split(",")].map((tag) => tag.replace(/^#/, "").trim());
  return [...new Set(names.filter((tag) => tag !== ""))].slice(0, maxTags);
}

/** Pictures come later than the page: until then a small one stands in `src`. */
function imagesOf(body: Element, address: URL): PageImage[] {
  return selectAll("img", body)
    .slice(0, maxImages)
    .flatMap((image) => {
      const source = attributeOf(image, "data-lazy-src") ?? attributeOf(image, "data-src") ?? attributeOf(image, "src");
      const url = URL.parse(source ?? "", address.href);
      return url !== null && /^https?:$/.test(url.protocol) ? [{ url: url.href, alt: attributeOf(image, "alt") }] : [];
    });
}
