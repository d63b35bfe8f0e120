import { parseHtml } from "../html/parse-html.ts";
import type { HtmlElement, HtmlTree } from "../html/tree.ts";
import { measure } from "./measure.ts";
import { renderLines } from "./render.ts";

/** A text that a page carries in its data instead of its markup. */
export interface ScriptText {
  text: string;
  /** Of the same object, when it has one. */
  title: string | null;
}

/** Values and steps that are looked at; data of a page may be megabytes. */
const maxValues = 60_000;
const maxDepth = 24;
/** A text under a telling name, and one under any. */
const shortBody = 60;
const longBody = 300;
/** Messages of a topic that are joined. */
const maxPosts = 200;

/** Names of the text of an article, and of the messages of a topic. */
const bodyKeys =
  /^(?:articleBody|article_?body|body|bodyHtml|body_html|content|contents|contentHtml|content_html|html|text|postContent|articleContent|본문)$/i;
const postKeys = /^(?:cooked|message_html|post_body)$/i;
/** Names of what is never the text. */
const otherKeys =
  /^(?:css|style|script|svg|query|url|href|src|token|description|summary|excerpt|seo|meta|policy|terms|footer|header|nav|i18n|messages|translations|locale|buildId|copyright|disclaimer)/i;
const titleKeys = ["headline", "title", "subject", "name", "fancy_title"];

interface Candidate extends ScriptText {
  chars: number;
}

type Node = Readonly<Record<string, unknown>>;

/**
 * The text of a page whose markup is empty: `articleBody` of JSON-LD, the data of a framework (`__NEXT_DATA__`, `self.__next_f`), or what a forum
 * preloads. Null when there is none, or when several are as good: a list of teasers is no text.
 */
export function scriptText(tree: HtmlTree): ScriptText | null {
  const found: Candidate[] = [];
  const walk = { left: maxValues, found };
  for (const value of valuesOf(tree)) collect(value, walk, 0);
  found.sort((a, b) => b.chars - a.chars);
  const [best, second] = found;
  if (best === undefined) return null;
  if (second !== undefined && second.text !== best.text && second.chars > best.chars * 0.6) return null;
  return { text: best.text, title: best.title };
}

function valuesOf(tree: HtmlTree): unknown[] {
  const streamed = tree.scriptData.filter((text) => text.trimStart().startsWith("self."));
  const plain = tree.scriptData.filter((text) => !text.trimStart().startsWith("self."));
  return [...tree.jsonLd, ...plain, ...preloaded(tree.root)].map(parsed).concat(streamedValues(streamed));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Discourse keeps a topic as JSON in an attribute; its values are JSON again. */
function preloaded(root: HtmlElement): string[] {
  const found: string[] = [];
  const visit = (element: HtmlElement, depth: number): void => {
    for (const child of element.children) {
      if (typeof child === "string" || depth > 6) continue;
      const data = child.attrs["data-preloaded"];
      if (data !== undefined) {
        const value = parsed(data);
        if (value !== null && typeof value === "object")
          found.push(...Object.values(value).filter((one): one is string => typeof one === "string"));
      }
      visit(child, depth + 1);
    }
  };
  visit(root, 0);
  return found;
}

/** What Next.js streams: strings that together are lines of `id:JSON`, or `id:Tlength,` before a long text. */
function streamedValues(scripts: readonly string[]): unknown[] {
  let stream = "";
  for (const script of scripts) {
    const start = script.indexOf('[1,"');
    const end = script.lastIndexOf('"]');
    if (start < 0 || end <= start) continue;
    const piece = parsed(script.slice(start + 3, end + 1));
    if (typeof piece === "string" && stream.length < 4_000_000) stream += piece;
  }
  const rows = [...stream.matchAll(row)].slice(0, 2_000);
  return rows.map((match, i) => {
    const text = stream.slice(match.index + match[0].length, rows[i + 1]?.index);
    return match[1] === undefined ? parsed(text.trim()) : { content: text };
  });
}

/** The head of a row; behind a long text it stands without a line break. */
const row = /(?:^|\n|(?<=[\]}">.]))[0-9a-f]{1,4}:(?:T([0-9a-f]{1,6}),|(?=[[{"]))/g;

interface Walk {
  left: number;
  found: Candidate[];
}

function collect(value: unknown, walk: Walk, depth: number): void {
  if (value === null || typeof value !== "object" || depth > maxDepth || walk.left-- <= 0) return;
  if (Array.isArray(value)) {
    if (!takePosts(value, walk)) for (const item of value) collect(item, walk, depth + 1);
    return;
  }
  const node = value as Node;
  for (const [key, inner] of Object.entries(node)) {
    if (typeof inner === "string") take(key, inner, node, walk);
    else if (!otherKeys.test(key)) collect(inner, walk, depth + 1);
  }
}

/** Messages of one topic in their order are one text. */
function takePosts(items: readonly unknown[], walk: Walk): boolean {
  const posts = items.slice(0, maxPosts).flatMap((item) => {
    if (item === null || typeof item !== "object") return [];
    const body = Object.entries(item as Node).find(([key, value]) => postKeys.test(key) && typeof value === "string");
    return body === undefined ? [] : [textIn(String(body[1]))];
  });
  if (posts.length === 0) return false;
  const text = posts.filter((post) => post !== "").join("\n");
  if (text !== "") walk.found.push({ text, title: null, chars: text.length });
  return true;
}

function take(key: string, written: string, node: Node, walk: Walk): void {
  const named = bodyKeys.test(key);
  if (written.length < (named ? shortBody : longBody) || written.length > 1_000_000 || otherKeys.test(key)) return;
  if (
    !/[\s]/.test(written.slice(0, 200)) ||
    /^\s{0,9}[{[(]|function\s?\(|=>|[{;]\s{0,9}[\w-]{1,30}\s?:/.test(written.slice(0, 400))
  )
    return;
  const text = textIn(written);
  if (!named && !/<p[\s>]|<br/i.test(written)) return;
  if (text.length < shortBody || (text.match(/[.!?。다요]["”’)]?(?:\s|$)/g)?.length ?? 0) < 2) return;
  const title = titleKeys.map((name) => node[name]).find((value) => typeof value === "string" && value !== "");
  walk.found.push({ text, title: typeof title === "string" ? title : null, chars: text.length });
}

function textIn(written: string): string {
  if (!/<[a-z!/]/i.test(written)) {
    return written
      .split(/\r\n?|\n/)
      .map((line) => line.trim())
      .filter((line) => line !== "")
      .join("\n");
  }
  const { root } = parseHtml(written);
  measure(root);
  return renderLines([root])
    .map(({ text }) => text)
    .join("\n");
}
