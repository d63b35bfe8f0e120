import { withoutZeroWidth } from "../../lib/zero-width.ts";
import { blockTags } from "../html/tags.ts";
import type { HtmlElement } from "../html/tree.ts";

/** One line of text as a reader sees it, with what decides whether it stays. */
export interface TextLine {
  text: string;
  /** Characters inside links, blanks not counted. */
  linkChars: number;
  chars: number;
  /** Innermost block the line stands in. */
  block: HtmlElement;
  preformatted: boolean;
}

/** Lines of everything below `nodes` that was not dropped. Inline elements do not break lines; `<br>` and blocks do; `<pre>` keeps its own. */
export function renderLines(nodes: readonly HtmlElement[]): TextLine[] {
  const renderer = new Renderer();
  for (const node of nodes) renderer.block(node, false, false);
  return renderer.lines;
}

class Renderer {
  readonly lines: TextLine[] = [];
  private buffer = "";
  private linkChars = 0;

  block(element: HtmlElement, inLink: boolean, inPre: boolean): void {
    this.children(element, element, inLink, inPre || element.tag === "pre");
    this.flush(element, inPre || element.tag === "pre");
  }

  private children(element: HtmlElement, block: HtmlElement, inLink: boolean, inPre: boolean): void {
    for (const child of element.children) {
      if (typeof child === "string") {
        this.buffer += child;
        if (inLink) this.linkChars += charsOf(child);
        continue;
      }
      const { tag } = child;
      if (child.dropped || (child.chars === 0 && tag !== "br" && tag !== "hr")) continue;
      if (tag === "br" || tag === "hr") {
        if (inPre) this.buffer += "\n";
        else this.flush(block, false);
      } else if (tag === "pre") {
        this.flush(block, inPre);
        this.block(child, inLink, true);
      } else if ((tag === "td" || tag === "th") && !holdsBlocks(child)) {
        // Cells of a data table share the line of their row.
        this.buffer += " ";
        this.children(child, block, inLink, inPre);
        this.buffer += " ";
      } else if (blockTags.has(tag)) {
        this.flush(block, inPre);
        this.block(child, inLink, inPre);
      } else {
        this.children(child, block, inLink || (tag === "a" && child.attrs.href !== undefined), inPre);
      }
    }
  }

  private flush(block: HtmlElement, preformatted: boolean): void {
    if (this.buffer !== "") {
      const text = preformatted ? preText(this.buffer) : inlineText(this.buffer);
      if (text !== "") this.lines.push({ text, linkChars: this.linkChars, chars: charsOf(text), block, preformatted });
    }
    this.buffer = "";
    this.linkChars = 0;
  }
}

function holdsBlocks(cell: HtmlElement): boolean {
  return cell.children.some(
    (child) => typeof child !== "string" && (child.tag === "br" || blockTags.has(child.tag) || holdsBlocks(child)),
  );
}

/** Blanks folded to one space; signs without width gone. */
function inlineText(text: string): string {
  return withoutZeroWidth(text).replace(blankRuns, " ").trim();
}

/** Runs of white space other than one plain space. */
const blankRuns = /[^\S ]\s*| \s+/g;

/** Preformatted text: lines and indentation stay, blank lines go. */
function preText(text: string): string {
  const lines = text.split(/\r\n?|\n/).map((line) => line.trimEnd());
  return lines.filter((line) => line !== "").join("\n");
}

function charsOf(text: string): number {
  let chars = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 32 && code !== 0xa0) chars++;
  }
  return chars;
}
