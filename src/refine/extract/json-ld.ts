/** What JSON-LD blocks say about the page's main thing. Everything is unchecked text from outside. */
export interface JsonLdFacts {
  /** schema.org types found anywhere at the top or in @graph, lower case. */
  types: ReadonlySet<string>;
  headline: string | null;
  author: string | null;
  siteName: string | null;
  published: string | null;
  modified: string | null;
  language: string | null;
  images: readonly string[];
}

type Node = Readonly<Record<string, unknown>>;

const mainTypes =
  /^(?:article|newsarticle|reportagenewsarticle|blogposting|socialmediaposting|discussionforumposting|techarticle|scholarlyarticle|product|qapage|question|review|webpage|jobposting|recipe|howto)$/;
const maxNodes = 200;

const nothing: JsonLdFacts = {
  types: new Set(),
  headline: null,
  author: null,
  siteName: null,
  published: null,
  modified: null,
  language: null,
  images: [],
};

/** Reads JSON-LD texts; broken ones are passed over. */
export function jsonLdFacts(texts: readonly string[]): JsonLdFacts {
  if (texts.length === 0) return nothing;
  const nodes = texts.flatMap((text) => nodesOf(parsed(text), 0)).slice(0, maxNodes);
  const types = new Set(nodes.flatMap(typesOf));
  const main = nodes.filter((node) => typesOf(node).some((type) => mainTypes.test(type)));
  // A WebPage node often stands beside the article and knows less.
  main.sort((a, b) => Number(typesOf(a).includes("webpage")) - Number(typesOf(b).includes("webpage")));
  const first = <T>(read: (node: Node) => T | null): T | null => {
    for (const node of main) {
      const value = read(node);
      if (value !== null) return value;
    }
    return null;
  };
  const site = nodes.find((node) => typesOf(node).includes("website"));
  return {
    types,
    headline: first((node) => textIn(node.headline) ?? (typesOf(node).includes("webpage") ? null : textIn(node.name))),
    author: first((node) => authorIn(node.author) ?? authorIn(node.creator)),
    siteName:
      first((node) => (typesOf(node).includes("product") ? null : nameIn(node.publisher))) ??
      (site === undefined ? null : textIn(site.name)),
    published: first((node) => textIn(node.datePublished) ?? textIn(node.dateCreated) ?? textIn(node.datePosted)),
    modified: first((node) => textIn(node.dateModified)),
    language: first((node) => textIn(node.inLanguage)),
    images: first((node) => imagesIn(node.image)) ?? [],
  };
}

function parsed(text: string): unknown {
  const body = text
    .trim()
    .replace(/^<!--|-->$/g, "")
    .replace(/^\/\*<!\[CDATA\[\*\/|\/\*\]\]>\*\/$/g, "")
    .replace(/;$/, "");
  try {
    return JSON.parse(body);
  } catch {
    try {
      // Raw line breaks inside strings are the most common mistake.
      return JSON.parse(body.replace(/[\r\n\t]+/g, " "));
    } catch {
      return null;
    }
  }
}

function nodesOf(value: unknown, depth: number): Node[] {
  if (depth > 4 || value === null || typeof value !== "object") return [];
  if (Array.isArray(value)) return value.slice(0, maxNodes).flatMap((item) => nodesOf(item, depth + 1));
  const node = value as Node;
  return [node, ...nodesOf(node["@graph"], depth + 1), ...nodesOf(node.mainEntity, depth + 1)];
}

function typesOf(node: Node): string[] {
  const type = node["@type"];
  const all = Array.isArray(type) ? type : [type];
  return all
    .filter((item): item is string => typeof item === "string")
    .map((item) => item.replace(/^.*[/#:]/, "").toLowerCase());
}

function textIn(value: unknown): string | null {
  if (typeof value === "string") return value.trim() === "" ? null : value;
  if (Array.isArray(value)) return textIn(value[0]);
  return null;
}

function nameIn(value: unknown): string | null {
  if (Array.isArray(value)) {
    const names = value
      .slice(0, 5)
      .map(nameIn)
      .filter((name) => name !== null);
    return names.length === 0 ? null : names.join(", ");
  }
  if (value !== null && typeof value === "object") return textIn((value as Node).name);
  return typeof value === "string" && !/^https?:/.test(value) ? textIn(value) : null;
}

/** Persons where there are any: a newspaper is named beside them as a matter of form. */
function authorIn(value: unknown): string | null {
  if (!Array.isArray(value)) return nameIn(value);
  const persons = value.filter(
    (one) => one !== null && typeof one === "object" && typesOf(one as Node).includes("person"),
  );
  return nameIn(persons.length > 0 ? persons : value);
}

function imagesIn(value: unknown): string[] | null {
  const all = Array.isArray(value) ? value.slice(0, 20) : [value];
  const urls = all
    .map((item) => (item !== null && typeof item === "object" ? textIn((item as Node).url) : textIn(item)))
    .filter((url) => url !== null);
  return urls.length === 0 ? null : urls;
}
