/** Attributes by lower-case name; only those in `keptAttributes`. */
export type Attributes = Readonly<Record<string, string | undefined>>;

export type HtmlNode = HtmlElement | string;

const noAttributes: Attributes = Object.freeze({});

/** One element of a parsed page. Text nodes are plain strings among the children. */
export class HtmlElement {
  readonly tag: string;
  attrs: Attributes = noAttributes;
  parent: HtmlElement | null;
  readonly children: HtmlNode[] = [];
  /** Set by the measuring pass of the extractor: characters below this element, blanks not counted. */
  chars = 0;
  /** Those of `chars` that stand inside links. */
  linkChars = 0;
  /** How much the text below looks like prose, in characters. */
  score = 0;
  /** What class, id and role hint at; see `extract/hints.ts`. */
  hints = 0;
  /** True when the extractor leaves this element and all below it out. */
  dropped = false;

  constructor(tag: string, parent: HtmlElement | null) {
    this.tag = tag;
    this.parent = parent;
  }
}

/** A parsed page: the tree, and the elements that later steps ask for, in document order. */
export interface HtmlTree {
  root: HtmlElement;
  title: HtmlElement | null;
  base: string | null;
  /** a, area, iframe, frame. */
  anchors: readonly HtmlElement[];
  metas: readonly HtmlElement[];
  linkTags: readonly HtmlElement[];
  noscripts: readonly HtmlElement[];
  /** Texts of `<script type="application/ld+json">`. */
  jsonLd: readonly string[];
  /** Texts of scripts that hold data rather than a program: JSON, and pieces of what a framework streams. Bounded. */
  scriptData: readonly string[];
  /** Characters of script inside the page. */
  scriptChars: number;
  /** Script elements, inline or not. */
  scripts: number;
  /** `src` of the first script elements, for telling challenge pages. */
  scriptSources: readonly string[];
  /** `lang` of the html element. */
  lang: string | null;
}
