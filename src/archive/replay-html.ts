import { Parser } from "htmlparser2";
import { quietCss } from "./replay-css.ts";

export interface QuietPageOptions {
  /** Address of the page; relative addresses in it are resolved against this. */
  url: string;
  /** A captured image as a `data:` address, or null to show its alternative text. */
  imageAt(url: string): string | null;
}

export interface QuietPage {
  title: string;
  /** Body markup; every byte of it was written here, none copied as markup from the page. */
  html: string;
  /** True when the page was too deep or too long to be shown whole. */
  cut: boolean;
}

const maxDepth = 500;
const maxInputChars = 8_000_000;
const sliceChars = 16_384;

const shown = new Set(
  (
    "a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn " +
    "dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd legend li main mark menu " +
    "nav ol p pre q rp rt ruby s samp section small span strike strong style sub summary sup table tbody td tfoot th thead time " +
    "tr tt u ul var wbr"
  ).split(" "),
);
/** Gone with all that is in them. Foreign content (svg, math) is the ground on which sanitised markup turns back into scripts. */
const dropped = new Set(
  (
    "script svg math template iframe frame frameset noframes noembed object embed applet audio video canvas select option optgroup " +
    "textarea input datalist keygen xmp plaintext listing base link meta param source track portal fencedframe head title"
  ).split(" "),
);
// Their content counts although the element itself does not: head holds title and style.
const looked = new Set(["head", "title"]);
const voids = new Set(["br", "hr", "img", "wbr", "col"]);
const plainAttributes = new Set(
  (
    "abbr align alt bgcolor border cellpadding cellspacing class clear color colspan datetime dir face headers height hspace " +
    "id lang nowrap open reversed role rowspan scope size span start title type valign value vspace width"
  ).split(" "),
);
const dataImage = /^data:image\/(?:png|jpe?g|gif|webp|avif);base64,[A-Za-z0-9+/=\s]*$/i;

/**
 * A page's markup without anything that runs, loads, sends or leads away. Built the safe way round: the page is parsed and
 * written anew from lists of what may stay, so that what is not thought of is left out.
 */
export function quietPage(markup: string, options: QuietPageOptions): QuietPage {
  const out: string[] = [];
  const closings: (string | null)[] = [];
  let title = "";
  let inTitle = false;
  let style: string | null = null;
  let dropDepth = 0;
  let tooDeep = false;

  const parser = new Parser(
    {
      onopentag(name, attributes) {
        closings.push(null);
        if (closings.length > maxDepth) tooDeep = true;
        if (dropDepth > 0 || (dropped.has(name) && !looked.has(name))) {
          dropDepth += 1;
          return;
        }
        if (name === "title") inTitle = true;
        if (!shown.has(name) || tooDeep) return;
        if (name === "style") {
          style = "";
          return;
        }
        out.push(
          name === "img" ? imageMarkup(attributes, options) : `<${name}${attributeMarkup(name, attributes, options)}>`,
        );
        if (!voids.has(name)) closings[closings.length - 1] = `</${name}>`;
      },
      ontext(text) {
        if (inTitle) title += text;
        else if (style !== null) style += text;
        else if (dropDepth === 0) out.push(escapeHtml(text));
      },
      onclosetag(name) {
        const closing = closings.pop() ?? null;
        if (dropDepth > 0) dropDepth -= 1;
        else if (name === "title") inTitle = false;
        else if (name === "style" && style !== null) {
          out.push(`<style>${quietCss(style)}</style>`);
          style = null;
        } else if (closing !== null) out.push(closing);
      },
    },
    { decodeEntities: true },
  );
  const input = markup.slice(0, maxInputChars);
  // In slices, so that a page of nothing but open tags is given up before the parser's own stack grows long.
  for (let at = 0; at < input.length && !tooDeep; at += sliceChars) parser.write(input.slice(at, at + sliceChars));
  parser.end();
  return { title: title.trim().slice(0, 500), html: out.join(""), cut: tooDeep || markup.length > maxInputChars };
}

function attributeMarkup(name: string, attributes: Record<string, string>, options: QuietPageOptions): string {
  let markup = "";
  for (const [key, value] of Object.entries(attributes)) {
    if (plainAttributes.has(key) || /^aria-[a-z]{1,30}$/.test(key)) markup += ` ${key}="${escapeHtml(value)}"`;
    else if (key === "style") markup += ` style="${escapeHtml(quietCss(value))}"`;
    else if (key === "href" && name === "a") {
      // Shown as a link and leading nowhere: the address is there to be read.
      const target = webAddress(value, options.url);
      if (target !== null) markup += ` data-archived-href="${escapeHtml(target)}"`;
    }
  }
  return markup;
}

function imageMarkup(attributes: Record<string, string>, options: QuietPageOptions): string {
  const shape = attributeMarkup("img", { ...attributes, alt: "" }, options).replace(' alt=""', "");
  const alt = attributes.alt ?? "";
  for (const address of [attributes.src, attributes["data-src"], attributes["data-original"]]) {
    if (address === undefined) continue;
    const own = dataImage.test(address) ? address : null;
    const target = own === null ? webAddress(address, options.url) : null;
    const data = own ?? (target === null ? null : options.imageAt(target));
    if (data !== null && dataImage.test(data))
      return `<img${shape} alt="${escapeHtml(alt)}" src="${escapeHtml(data)}">`;
  }
  return alt.trim() === "" ? "" : `<span class="archived-image">[${escapeHtml(alt)}]</span>`;
}

function webAddress(value: string, base: string): string | null {
  if (!URL.canParse(value, base)) return null;
  const url = new URL(value, base);
  return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
}

/** Text for an HTML text node or a double-quoted attribute, in any parser state that we write. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("\0", "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("`", "&#96;");
}
