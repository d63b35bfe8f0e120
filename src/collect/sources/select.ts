import { selectAll as findAll, selectOne as findOne } from "css-select";
import { type AnyNode, type Document, DomHandler, type Element, isTag, isText } from "domhandler";
import { Parser } from "htmlparser2";
import { withoutZeroWidth } from "../../lib/zero-width.ts";
import { countedAdapter, spend, withinBudget } from "./select-budget.ts";

export type { Document, Element } from "domhandler";
/** Something to look in: a document or an element of it. */
export type Markup = Document | Element;

/** Markup behind this is not looked at. */
const maxChars = 8 * 2 ** 20;
/** Elements nested deeper are left out and their text counts as their parent's: selectors that climb stay fast on hostile pages. */
const maxDepth = 200;
const maxElements = 200_000;
/** Children of one element, texts among them; more are left out in the same way. Selectors of siblings (`~`, `:nth-child`) cost the square of it. */
const maxChildren = 6_000;
/** A page that opens so many without closing them is not read to its end: the parser's own time grows with the square of its depth. */
const hopelessDepth = 5_000;
const chunkChars = 32_768;

/** Elements that begin and end a line. */
const blocks = new Set(
  "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section summary table tbody tfoot thead tr ul".split(
    " ",
  ),
);
const cells = new Set(["td", "th"]);
const silent = new Set(["head", "noscript", "script", "style", "template"]);

/** Parses HTML or XML of any quality into a tree that selectors look in; names of elements become lower case. Never throws. */
export function parseMarkup(text: string, options: { xml?: boolean } = {}): Document {
  const xmlMode = options.xml === true;
  // Sitemaps hold fifty thousand entries side by side.
  const handler = new BoundedHandler(xmlMode ? maxElements : maxChildren, xmlMode);
  const parser = new Parser(handler, { xmlMode, lowerCaseTags: true, decodeEntities: true });
  const chars = Math.min(text.length, maxChars);
  for (let at = 0; at < chars && handler.depth < hopelessDepth; at += chunkChars) {
    parser.write(text.slice(at, Math.min(at + chunkChars, chars)));
  }
  parser.end();
  return handler.root;
}

const options = { adapter: countedAdapter };

/**
 * All elements below that a selector fits, in the order of the page. An ill-formed selector throws plainly.
 * @throws SchemaError for a page on which its selectors cost too much.
 */
export function selectAll(selector: string, within: Markup): Element[] {
  return withinBudget(within, () => findAll<AnyNode, Element>(selector, within, options));
}

/** The first element below that a selector fits. @throws SchemaError as `selectAll`. */
export function selectFirst(selector: string, within: Markup): Element | null {
  return withinBudget(within, () => findOne<AnyNode, Element>(selector, within, options));
}

/** Text below an element as a person sees it: blocks on lines of their own, blanks folded, scripts and styles left out. */
export function textOf(node: Markup): string {
  return textWithout(node, new Set(), Number.POSITIVE_INFINITY);
}

/** The same without some elements; what stands behind `maxChars` characters is not read. */
export function textWithout(node: Markup, without: ReadonlySet<AnyNode>, maxChars: number): string {
  return withinBudget(node, () => {
    const pieces = piecesOf(node, without, maxChars);
    spend(pieces.length);
    return folded(pieces.join(""));
  });
}

function piecesOf(node: Markup, without: ReadonlySet<AnyNode>, maxChars: number): string[] {
  const pieces: string[] = [];
  const stack: (AnyNode | string)[] = [node];
  let chars = 0;
  for (let next = stack.pop(); next !== undefined && chars < maxChars; next = stack.pop()) {
    if (typeof next === "string") pieces.push(next);
    else if (isText(next)) {
      pieces.push(withoutZeroWidth(next.data).replaceAll(/\s+/g, " "));
      chars += next.data.length;
    } else if ("children" in next && !without.has(next)) {
      const name = isTag(next) ? next.name : "";
      if (silent.has(name) && next !== node) continue;
      const around = blocks.has(name) ? "\n" : cells.has(name) ? " " : null;
      if (around !== null) {
        pieces.push(around);
        stack.push(around);
      }
      for (let at = next.children.length - 1; at >= 0; at -= 1) {
        const child = next.children[at];
        if (child !== undefined) stack.push(child);
      }
    }
  }
  return pieces;
}

function folded(text: string): string {
  return text
    .split("\n")
    .map((line) => line.replaceAll(/ {2,}/g, " ").trim())
    .filter((line) => line !== "")
    .join("\n");
}

/** Text of the first element that fits, on one line; null when there is none or it is empty. */
export function textAt(selector: string, within: Markup): string | null {
  const found = selectFirst(selector, within);
  const text = found === null ? "" : textOf(found).replaceAll("\n", " ");
  return text === "" ? null : text;
}

/** What stands between an element's tags, undecoded: the content of a script. */
export function rawTextOf(element: Element): string {
  return element.children.map((child) => (isText(child) ? child.data : "")).join("");
}

/** An attribute, trimmed; null when it is missing or empty. */
export function attributeOf(element: Element | null, name: string): string | null {
  const value = element?.attribs[name]?.trim() ?? "";
  return value === "" ? null : value;
}

/** Address against which a page's links are read. */
export function baseOf(page: Document, address: URL): URL {
  return URL.parse(attributeOf(selectFirst("base[href]", page), "href") ?? "", address.href) ?? address;
}

class BoundedHandler extends DomHandler {
  readonly #maxChildren: number;
  /** Open elements. */
  depth = 0;
  #elements = 0;
  /** Depths of open elements that were left out; closing tags come without a name. */
  readonly #skipped: number[] = [];

  constructor(maxChildren: number, xmlMode: boolean) {
    super(null, { xmlMode });
    this.#maxChildren = maxChildren;
  }

  override onopentag(name: string, attributes: { [key: string]: string }): void {
    this.depth += 1;
    this.#elements += 1;
    const beside = this.tagStack.at(-1)?.children.length ?? 0;
    const fits = this.depth <= maxDepth && this.#elements <= maxElements && beside < this.#maxChildren;
    if (fits) super.onopentag(name, attributes);
    else this.#skipped.push(this.depth);
  }

  override onclosetag(): void {
    if (this.#skipped.at(-1) === this.depth) this.#skipped.pop();
    else super.onclosetag();
    this.depth -= 1;
  }
}
