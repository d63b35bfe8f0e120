import { compile } from "css-select";
import { type Document, isMap, isScalar, LineCounter, type Node, type Pair, parseDocument, visit } from "yaml";
import { z } from "zod";
import { nearest } from "../../lib/nearest.ts";
import { InvalidInputError } from "../../platform/errors.ts";

/** Characters of a recipe; one that is longer is no recipe. */
export const maxRecipeChars = 64_000;
const maxSelectorChars = 300;
const maxFields = 50;

const selector = z
  .string()
  .min(1)
  .max(maxSelectorChars)
  .superRefine((text, refine) => {
    const wrong = whatIsWrong(text);
    if (wrong !== null) refine.addIssue({ code: "custom", message: wrong });
  });

const long = z.strictObject({
  /** Where the value stands; left out, it is the element itself. */
  select: selector.optional(),
  /** Attribute to take in the place of the text. */
  attribute: z.string().max(60).optional(),
  as: z.enum(["text", "number", "date", "list", "address"]).default("text"),
  /** Parts that are left out. */
  without: z.array(selector).max(20).default([]),
  /** What follows this, and what stands before that; as written, no pattern. */
  after: z.string().min(1).max(100).optional(),
  before: z.string().min(1).max(100).optional(),
  /** For texts that are the same on each page. */
  is: z.string().max(500).optional(),
});
export type FieldRule = z.output<typeof long>;

/** `h1` is short for `{select: h1}`. */
const field = z.union([selector.transform((select): FieldRule => ({ select, as: "text", without: [] })), long], {
  error: "is neither a selector nor a map with select, attribute, as, without, after, before, is",
});
const fields = z
  .record(z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, "is no name: letters and digits, a small letter first"), field)
  .refine((given) => Object.keys(given).length <= maxFields, `has more than ${maxFields} fields`);
const pattern = z.string().min(1).max(500);

const schema = z.strictObject({
  name: z.string().max(100).optional(),
  kind: z.enum(["page", "post", "review", "posting"]).default("page"),
  pages: z
    .strictObject({ only: z.array(pattern).max(50).default([]), never: z.array(pattern).max(50).default([]) })
    .prefault({}),
  list: z
    .strictObject({
      /** Addresses that are lists; left out, those given and what has the same path. */
      addresses: z.array(pattern).max(50).default([]),
      /** Links to the pages of the items. */
      links: field.optional(),
      /** Elements that are items themselves, with their fields. */
      each: selector.optional(),
      fields: fields.default({}),
      next: field.optional(),
    })
    .prefault({}),
  detail: z.strictObject({ fields: fields.default({}) }).optional(),
});

/** How a person told pages to be read: which selectors find what on pages that list items and on pages that are one. */
export type Recipe = z.output<typeof schema>;

const known = new Map<string, Recipe>();

/** A recipe from its YAML. @throws InvalidInputError `recipe_invalid`, naming line and key. */
export function parseRecipe(text: string): Recipe {
  const before = known.get(text);
  if (before !== undefined) return before;
  if (text.length > maxRecipeChars) throw invalid(`It is longer than ${maxRecipeChars} characters.`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) throw invalid(`Line ${lines.linePos(error.pos[0]).line}: ${error.message}`);
  if (!isMap(document.contents)) throw invalid("It holds no keys.");
  const result = schema.safeParse(plainOf(document));
  if (!result.success) {
    const issue = deepest(result.error.issues[0]);
    const node = placeOf(document.contents, issue.path);
    const line = node?.range == null ? 1 : lines.linePos(node.range[0]).line;
    throw invalid(`Line ${line}, ${issue.path.join(".") || "at the top"}: ${issue.message}.`);
  }
  checkWhole(result.data);
  if (known.size >= 20) known.clear();
  known.set(text, result.data);
  return result.data;
}

/** Values alone: an alias may stand for gigabytes. */
function plainOf(document: Document.Parsed): unknown {
  let alias: string | null = null;
  visit(document, {
    Alias: (_, { source }) => {
      alias = source;
      return visit.BREAK;
    },
  });
  if (alias !== null) throw invalid(`*${alias} stands for something else; write that out.`);
  return document.toJS({ maxAliasCount: 0 });
}

/** What a recipe needs as a whole, whatever its parts. */
function checkWhole({ list, detail }: Recipe): void {
  if (list.each !== undefined) {
    if (Object.keys(list.fields).length === 0)
      throw invalid("list.each finds items, and list.fields must say what stands in them.");
    if (list.fields.text === undefined && list.fields.title === undefined)
      throw invalid("list.fields needs a text or a title.");
  } else if (Object.keys(list.fields).length > 0)
    throw invalid("list.fields needs list.each: the elements that are items.");
  if (list.links !== undefined && detail === undefined)
    throw invalid("list.links leads to pages, and detail.fields must say what stands on them.");
  if (detail !== undefined && detail.fields.text === undefined && detail.fields.title === undefined)
    throw invalid("detail.fields needs a text or a title.");
  if (list.each === undefined && detail === undefined) throw invalid("It needs list.each or detail.");
}

interface Told {
  path: PropertyKey[];
  message: string;
}

/** The issue that says most: of a key that is none, with the nearest that is. */
function deepest(issue: z.core.$ZodIssue | undefined): Told {
  if (issue === undefined) return { path: [], message: "does not fit" };
  if (issue.code === "unrecognized_keys") {
    const [key = ""] = issue.keys;
    const guess = nearest(key, allKeys);
    const message = `is no key of a recipe${guess === null ? "" : `; did you mean ${guess}?`}`;
    return { path: [...issue.path, key], message };
  }
  if (issue.code === "invalid_union") {
    // A map was meant where a map was written, a selector where text was.
    const branches = issue.errors.map((errors) => errors[0]).filter((one) => one !== undefined);
    const best = branches.find((one) => one.code !== "invalid_type");
    if (best !== undefined) {
      const inner = deepest(best);
      return { path: [...issue.path, ...inner.path], message: inner.message };
    }
  }
  if (issue.code === "invalid_key") return { path: issue.path, message: issue.issues[0]?.message ?? issue.message };
  return { path: issue.path, message: issue.message.replace(/^Invalid (?:input|option): /, "") };
}

const allKeys = [
  ...["name", "kind", "pages", "list", "detail", "only", "never", "addresses", "links", "each", "fields", "next"],
  ...["select", "attribute", "as", "without", "after", "before", "is"],
];

/** The node at a path, or the last one on the way to it. */
function placeOf(root: Node, path: readonly PropertyKey[]): Node | null {
  let node: Node | null = root;
  for (const [index, key] of path.entries()) {
    if (!isMap(node)) break;
    const pair: Pair | undefined = node.items.find(
      (item) => isScalar(item.key) && String(item.key.value) === String(key),
    );
    if (pair === undefined) break;
    const value = pair.value as Node | null;
    node = index === path.length - 1 || value === null ? (pair.key as Node) : value;
  }
  return node;
}

/** Null when a selector can be used. */
function whatIsWrong(text: string): string | null {
  // Looking below below each element costs the square of the page, and once more the cube.
  if ((text.match(/:(?:has|contains|icontains)\b/g)?.length ?? 0) > 1) return "has more than one :has or :contains";
  try {
    compile(text);
    return null;
  } catch (error) {
    return `is no selector (${error instanceof Error ? error.message.slice(0, 100) : "unreadable"})`;
  }
}

function invalid(message: string): InvalidInputError {
  return new InvalidInputError("recipe_invalid", `The recipe is wrong. ${message}`, {
    field: "recipe",
    next: "docs/recipes.md shows every key; `naru recipe try FILE URL` shows what it finds.",
  });
}
