import { closesParagraph, scopeTags, tableTags } from "./tags.ts";
import type { HtmlElement } from "./tree.ts";

/** Elements nested deeper become siblings: walks over the tree may recurse, and end tags are found in bounded time. */
const maxDepth = 200;

const heading = /^h[1-6]$/;

/** The stack of elements that are open while a page is parsed, and the rules by which tags close others. */
export class OpenElements {
  /** Innermost open element; the document itself when none is. */
  top: HtmlElement;
  /** How many open elements are SVG or MathML roots. */
  foreign = 0;
  private readonly stack: HtmlElement[];
  /** Start tags that were not pushed because of `maxDepth`; as many end tags are swallowed. */
  private tooDeep = 0;

  constructor(root: HtmlElement) {
    this.stack = [root];
    this.top = root;
  }

  has(tag: string): boolean {
    return this.stack.some((open) => open.tag === tag);
  }

  push(element: HtmlElement): void {
    if (this.stack.length >= maxDepth) {
      this.tooDeep++;
      return;
    }
    this.stack.push(element);
    this.top = element;
    if (element.tag === "svg" || element.tag === "math") this.foreign++;
  }

  pop(): void {
    if (this.stack.length > 1) this.popTo(this.stack.length - 1);
  }

  private popTo(index: number): void {
    while (this.stack.length > index) {
      const gone = this.stack.pop();
      if (gone !== undefined && (gone.tag === "svg" || gone.tag === "math")) this.foreign--;
    }
    const top = this.stack[this.stack.length - 1];
    if (top !== undefined) this.top = top;
  }

  /** Closes what an end tag ends, unless its element is out of reach. */
  close(tag: string): void {
    if (this.tooDeep > 0) {
      this.tooDeep--;
      return;
    }
    const crossing = tableTags.has(tag);
    for (let i = this.stack.length - 1; i > 0; i--) {
      const name = this.stack[i]?.tag ?? "";
      if (name === tag) {
        this.popTo(i);
        return;
      }
      if (crossing ? name === "table" : scopeTags.has(name)) return;
    }
  }

  /** Closes what a start tag ends without saying so: `<li>` after `<li>`, a block inside a paragraph, a link inside a link. */
  closeFor(tag: string): void {
    if (this.tooDeep > 0) return;
    if (tag === "li") this.closeOpen("li", "ul", "ol");
    else if (tag === "dd" || tag === "dt") {
      this.closeOpen("dd", "dl", "dl");
      this.closeOpen("dt", "dl", "dl");
    } else if (tag === "td" || tag === "th") {
      this.closeOpen("td", "table", "tr");
      this.closeOpen("th", "table", "tr");
    } else if (tag === "tr") this.closeOpen("tr", "table", "table");
    else if (tag === "tbody" || tag === "tfoot" || tag === "thead") {
      for (const part of ["tbody", "thead", "tfoot", "tr"]) this.closeOpen(part, "table", "table");
    } else if (tag === "option" && this.top.tag === "option") this.pop();
    // A link cannot hold a link: an unclosed one would otherwise turn the rest of the page into link text.
    else if (tag === "a") this.closeOpen("a", "table", "template");
    if (closesParagraph.has(tag)) this.closeOpen("p", "button", "table");
    if (heading.test(this.top.tag) && heading.test(tag)) this.pop();
  }

  /** Closes the nearest open `tag` unless one of the walls, or a cell, stands before it. */
  private closeOpen(tag: string, wall1: string, wall2: string): void {
    const inRow = tag === "td" || tag === "th" || tag === "tr";
    for (let i = this.stack.length - 1; i > 0; i--) {
      const name = this.stack[i]?.tag;
      if (name === tag) {
        this.popTo(i);
        return;
      }
      if (name === wall1 || name === wall2) return;
      if (!inRow && (name === "td" || name === "th" || name === "caption")) return;
    }
  }
}
