import { Tokenizer, type TokenizerCallbacks } from "htmlparser2";
import { OpenElements } from "./open-elements.ts";
import { headTags, keptAttributes, voidTags } from "./tags.ts";
import { HtmlElement, type HtmlTree } from "./tree.ts";

/** Elements a page may have; the text behind them is kept, their markup is not. */
const maxElements = 150_000;
const maxJsonLdChars = 300_000;
const maxScriptData = 400;
const maxScriptDataChars = 3_000_000;

/** Parses a page of any quality. Never throws; takes time linear in its length. */
export function parseHtml(html: string): HtmlTree {
  const builder = new TreeBuilder(html);
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: true }, builder);
  tokenizer.write(html);
  tokenizer.end();
  return builder.tree();
}

class TreeBuilder implements TokenizerCallbacks {
  private readonly html: string;
  private readonly root = new HtmlElement("#document", null);
  private readonly open = new OpenElements(this.root);
  private elements = 0;

  private opening: HtmlElement | null = null;
  private openingAttrs: Record<string, string> | null = null;
  private attrName: string | null = null;
  private attrValue = "";
  /** Script or style whose text is not wanted in the tree. */
  private raw: "script" | "style" | "json" | null = null;

  private title: HtmlElement | null = null;
  private base: string | null = null;
  private lang: string | null = null;
  private readonly anchors: HtmlElement[] = [];
  private readonly metas: HtmlElement[] = [];
  private readonly linkTags: HtmlElement[] = [];
  private readonly noscripts: HtmlElement[] = [];
  private readonly jsonLd: string[] = [];
  private readonly scriptSources: string[] = [];
  private readonly scriptData: string[] = [];
  /** Where the text of the script at hand begins; -1 before it does. */
  private scriptStart = -1;
  private scriptEnd = -1;
  private isData = false;
  private scriptChars = 0;
  private scripts = 0;
  private json = "";

  constructor(html: string) {
    this.html = html;
  }

  tree(): HtmlTree {
    const {
      root,
      title,
      base,
      anchors,
      metas,
      linkTags,
      noscripts,
      jsonLd,
      scriptData,
      scriptChars,
      scripts,
      scriptSources,
      lang,
    } = this;
    return {
      root,
      title,
      base,
      anchors,
      metas,
      linkTags,
      noscripts,
      jsonLd,
      scriptData,
      scriptChars,
      scripts,
      scriptSources,
      lang,
    };
  }

  ontext(start: number, end: number): void {
    if (this.raw !== null) this.onrawtext(start, end);
    else this.addText(this.html.slice(start, end));
  }

  private onrawtext(start: number, end: number): void {
    if (this.raw === "script") {
      this.scriptChars += end - start;
      if (this.scriptStart < 0) this.scriptStart = start;
      this.scriptEnd = end;
    } else if (this.raw === "json" && this.json.length + end - start <= maxJsonLdChars)
      this.json += this.html.slice(start, end);
  }

  ontextentity(codepoint: number): void {
    if (this.raw === null) this.addText(String.fromCodePoint(codepoint));
  }

  private addText(text: string): void {
    const { children } = this.open.top;
    const last = children.length - 1;
    const before = children[last];
    if (typeof before === "string") children[last] = before + text;
    else children.push(text);
  }

  onopentagname(start: number, end: number): void {
    const tag = this.html.slice(start, end).toLowerCase();
    this.opening = this.start(tag);
    if (this.opening === null && (tag === "script" || tag === "style")) this.raw = "style";
    this.openingAttrs = null;
  }

  private start(tag: string): HtmlElement | null {
    if (tag === "html" || tag === "body") return this.startOnce(tag);
    if (this.elements >= maxElements) return null;
    this.elements++;
    if (this.open.top.tag === "head" && !headTags.has(tag)) this.open.pop();
    this.open.closeFor(tag);
    const element = new HtmlElement(tag === "image" ? "img" : tag, this.open.top);
    this.open.top.children.push(element);
    if (!voidTags.has(tag)) this.open.push(element);
    return element;
  }

  /** html and body exist once; later ones only bring attributes along, which nobody needs. */
  private startOnce(tag: string): HtmlElement | null {
    if (tag === "body" && this.open.top.tag === "head") this.open.pop();
    if (this.open.has(tag)) return null;
    const element = new HtmlElement(tag, this.open.top);
    this.open.top.children.push(element);
    this.open.push(element);
    return element;
  }

  onattribname(start: number, end: number): void {
    const name = this.html.slice(start, end).toLowerCase();
    this.attrName = this.opening !== null && keptAttributes.has(name) ? name : null;
    this.attrValue = "";
  }

  onattribdata(start: number, end: number): void {
    if (this.attrName !== null) this.attrValue += this.html.slice(start, end);
  }

  onattribentity(codepoint: number): void {
    if (this.attrName !== null) this.attrValue += String.fromCodePoint(codepoint);
  }

  onattribend(): void {
    if (this.attrName === null) return;
    this.openingAttrs ??= {};
    this.openingAttrs[this.attrName] ??= this.attrValue;
    this.attrName = null;
  }

  onopentagend(): void {
    const element = this.opening;
    this.opening = null;
    if (element === null) return;
    if (this.openingAttrs !== null) element.attrs = this.openingAttrs;
    this.note(element);
  }

  onselfclosingtag(): void {
    const element = this.opening;
    this.onopentagend();
    // Only in SVG and MathML does the slash mean anything.
    if (this.open.foreign > 0 && element !== null && this.open.top === element) this.open.pop();
  }

  private note(element: HtmlElement): void {
    const { tag, attrs } = element;
    if (tag === "a" || tag === "area" || tag === "iframe" || tag === "frame") this.anchors.push(element);
    else if (tag === "script") this.noteScript(element);
    else if (tag === "style") this.raw = "style";
    else if (tag === "meta") this.metas.push(element);
    else if (tag === "link") this.linkTags.push(element);
    else if (tag === "noscript") this.noscripts.push(element);
    else if (tag === "title" && this.open.foreign === 0) this.title ??= element;
    else if (tag === "base" && this.base === null && attrs.href !== undefined) this.base = attrs.href;
    else if (tag === "html") this.lang ??= attrs.lang ?? attrs["xml:lang"] ?? null;
  }

  private noteScript(element: HtmlElement): void {
    this.scripts++;
    if (element.attrs.src !== undefined && this.scriptSources.length < 50) this.scriptSources.push(element.attrs.src);
    this.raw = /ld\+json/i.test(element.attrs.type ?? "") ? "json" : "script";
    this.json = "";
    this.scriptStart = -1;
    this.isData = /json/i.test(element.attrs.type ?? "");
  }

  /** Kept as places in the page's own text, so that programs cost nothing. */
  private endScript(): void {
    if (this.raw !== "script" || this.scriptStart < 0 || this.scriptData.length >= maxScriptData) return;
    const length = this.scriptEnd - this.scriptStart;
    if (length < 100 || length > maxScriptDataChars) return;
    const text = this.html.slice(this.scriptStart, this.scriptEnd);
    if (this.isData || text.startsWith("self.__next_f.push", text.search(/\S/))) this.scriptData.push(text);
  }

  onclosetag(start: number, end: number): void {
    const tag = this.html.slice(start, end).toLowerCase();
    if (this.raw !== null && (tag === "script" || tag === "style")) {
      this.endScript();
      if (this.raw === "json" && this.json.trim() !== "" && this.jsonLd.length < 20) this.jsonLd.push(this.json);
      this.raw = null;
    }
    if (voidTags.has(tag)) {
      if (tag === "br") this.open.top.children.push(new HtmlElement("br", this.open.top));
      return;
    }
    // What follows </body> or </html> by mistake still belongs to the page.
    if (tag === "body" || tag === "html") return;
    this.open.close(tag);
  }

  isInForeignContext(): boolean {
    return this.open.foreign > 0;
  }

  oncdata(start: number, end: number, endOffset: number): void {
    if (this.raw === null) this.addText(this.html.slice(start, end - endOffset));
  }

  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}
}
