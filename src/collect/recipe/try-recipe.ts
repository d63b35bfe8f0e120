import { RefusedError, UnavailableError } from "../../platform/errors.ts";
import { type AllowList, OutgoingError, type OutgoingHttp } from "../../platform/http-out/index.ts";
import { SchemaError } from "../errors.ts";
import { fetchRobots } from "../robots/fetch-robots.ts";
import { verdictOf } from "../robots/robots-gate.ts";
import { decodeText } from "../sources/decode-text.ts";
import { baseOf, type Document, type Markup, parseMarkup, selectAll } from "../sources/select.ts";
import { decodeBody } from "../visit/decode-body.ts";
import { type Hop, hopOf } from "../visit/hop.ts";
import { headerOf } from "../visit/response-headers.ts";
import { fitsPattern } from "./address-pattern.ts";
import { elementsOf, type FieldPlace, fieldValues } from "./field-values.ts";
import { isList, linksOf } from "./read-by-recipe.ts";
import { type FieldRule, parseRecipe, type Recipe } from "./recipe.ts";

/** What one part of a recipe finds on a page. */
export interface RecipeFinding {
  /** Where it stands in the recipe: `list.links`, `detail.fields.title`. */
  key: string;
  selector: string | null;
  /** Elements found; for a field of `list.each`, items that have it. */
  found: number;
  /** Of how many items; null where that is no question. */
  of: number | null;
  /** The first values, as they would be stored. */
  values: string[];
}

export interface RecipeTrial {
  /** Where the page was, after redirects. */
  url: string;
  /** As what the recipe reads it. */
  readAs: "list" | "item";
  findings: RecipeFinding[];
  /** What a person should know, in sentences. */
  warnings: string[];
}

export interface TrialParts {
  http: OutgoingHttp;
  userAgent: string;
  /** Private addresses that may be visited. */
  allow: AllowList;
  now: () => number;
}

const shownValues = 3;
const maxRedirects = 5;

/**
 * Fetches one page, robots.txt first, and shows what each selector of a recipe finds there. Nothing is kept. `readAs` is told by `list.addresses`, else by
 * what is found, unless it is given.
 * @throws InvalidInputError `recipe_invalid`; RefusedError `robots_denied`; UnavailableError `page_unavailable`.
 */
export async function tryRecipe(
  text: string,
  address: string,
  parts: TrialParts,
  readAs?: RecipeTrial["readAs"],
): Promise<RecipeTrial> {
  const recipe = parseRecipe(text);
  const fetched = await fetchPage(new URL(address), parts);
  try {
    return trialOf(recipe, fetched, parts, readAs);
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw new UnavailableError("page_unavailable", `${fetched.url.href} cannot be read. ${error.message}`, {
      field: "url",
    });
  }
}

function trialOf(
  recipe: Recipe,
  { url, html }: { url: URL; html: string },
  parts: TrialParts,
  readAs?: RecipeTrial["readAs"],
): RecipeTrial {
  const page = parseMarkup(html);
  const place = { base: baseOf(page, url), now: new Date(parts.now()) };
  const kind = readAs ?? kindOf(recipe, url, page, place);
  const findings = kind === "list" ? inList(recipe, page, place) : inItem(recipe, page, place);
  return { url: url.href, readAs: kind, findings, warnings: warningsOf(recipe, url, page, place, kind, findings) };
}

function kindOf(recipe: Recipe, url: URL, page: Document, place: FieldPlace): RecipeTrial["readAs"] {
  if (recipe.list.addresses.length > 0) return isList(recipe, url, []) ? "list" : "item";
  if (!isList(recipe, url, [url.href])) return "item";
  if (recipe.detail === undefined) return "list";
  const listed = inList(recipe, page, place).filter(({ key }) => key === "list.links" || key === "list.each");
  return listed.some(({ found }) => found > 0) ? "list" : "item";
}

function inList({ list }: Recipe, page: Document, place: FieldPlace): RecipeFinding[] {
  const findings: RecipeFinding[] = [];
  if (list.links !== undefined) findings.push(links("list.links", list.links, page, place));
  if (list.each !== undefined) {
    const rows = selectAll(list.each, page);
    findings.push({ key: "list.each", selector: list.each, found: rows.length, of: null, values: [] });
    for (const [name, rule] of Object.entries(list.fields))
      findings.push(inRows(`list.fields.${name}`, name, rule, rows, place));
  }
  if (list.next !== undefined) findings.push(links("list.next", list.next, page, place));
  return findings;
}

function inItem({ detail }: Recipe, page: Document, place: FieldPlace): RecipeFinding[] {
  return Object.entries(detail?.fields ?? {}).map(([name, rule]) => {
    const values = shown(name, rule, page, place);
    const found = rule.is === undefined ? elementsOf(rule, page).length : 1;
    return { key: `detail.fields.${name}`, selector: rule.select ?? null, found, of: null, values };
  });
}

function links(key: string, rule: FieldRule, page: Document, place: FieldPlace): RecipeFinding {
  const found = linksOf(rule, page, place);
  return { key, selector: rule.select ?? null, found: found.length, of: null, values: found.slice(0, shownValues) };
}

function inRows(key: string, name: string, rule: FieldRule, rows: readonly Markup[], place: FieldPlace): RecipeFinding {
  const values = rows.map((row) => shown(name, rule, row, place)[0]).filter((value) => value !== undefined);
  return {
    key,
    selector: rule.select ?? null,
    found: values.length,
    of: rows.length,
    values: values.slice(0, shownValues),
  };
}

/** Values as they would be stored: `date` is a date and `url` an address, whatever the rule says. */
function shown(name: string, rule: FieldRule, within: Markup, place: FieldPlace): string[] {
  const as =
    name === "date" || name === "modified" ? "date" : name === "url" || name === "images" ? "address" : rule.as;
  return fieldValues({ ...rule, as }, within, place)
    .slice(0, shownValues)
    .map((value) => (value instanceof Date ? value.toISOString() : String(value)));
}

function warningsOf(
  recipe: Recipe,
  url: URL,
  page: Document,
  place: FieldPlace,
  kind: RecipeTrial["readAs"],
  findings: readonly RecipeFinding[],
): string[] {
  const warnings = findings
    .filter(({ found }) => found === 0)
    .map(({ key, selector }) => `${key} (${selector ?? "the element itself"}) finds nothing.`);
  for (const { key, selector, found, values } of findings) {
    if (found > 0 && values.length === 0 && key !== "list.each")
      warnings.push(`${key} (${selector ?? "the element itself"}) finds ${found}, and none has such a value.`);
  }
  const next =
    kind === "list" && recipe.list.next !== undefined ? linksOf(recipe.list.next, page, place)[0] : undefined;
  if (next !== undefined && !isList(recipe, new URL(next), [url.href]))
    warnings.push(`${next} comes next, and list.addresses does not call it a list: add a pattern such as ${next}*`);
  if (recipe.pages.only.length > 0 && !recipe.pages.only.some((pattern) => fitsPattern(url.href, pattern)))
    warnings.push("pages.only leaves this very page out.");
  return warnings;
}

async function fetchPage(first: URL, { http, userAgent, allow, now }: TrialParts): Promise<{ url: URL; html: string }> {
  const hop: Hop = hopOf({
    http,
    userAgent,
    now,
    collectionId: 0,
    sourceId: "web",
    turn: () => undefined,
    rest: () => {},
  });
  let url = first;
  for (let step = 0; step <= maxRedirects; step += 1) {
    await askRobots(url, hop, allow, now);
    const { response } = await hop({ url, allow }).catch((error: unknown) => {
      throw error instanceof OutgoingError ? unavailable(url, error.message) : error;
    });
    const location = response.status >= 300 && response.status < 400 ? headerOf(response.headers, "location") : null;
    const target = location === null ? null : URL.parse(location, url.href);
    if (target !== null && /^https?:$/.test(target.protocol)) {
      url = target;
      continue;
    }
    if (response.status !== 200) throw unavailable(url, `It answered with status ${response.status}.`);
    const decoded = decodeBody(response, { maxBytes: 16 * 2 ** 20, maxRatio: 1_000 });
    if (!decoded.ok) throw unavailable(url, decoded.detail);
    return { url, html: decodeText(decoded.body, headerOf(response.headers, "content-type") ?? undefined) };
  }
  throw unavailable(first, `It redirects more than ${maxRedirects} times.`);
}

async function askRobots(url: URL, hop: Hop, allow: AllowList, now: () => number): Promise<void> {
  const { access } = await fetchRobots(url.origin, hop, allow, now, 0);
  const verdict = verdictOf(access, url.href);
  if (verdict?.allowed === true) return;
  if (access.kind === "deny_all") throw unavailable(url, access.detail);
  const why =
    verdict === null
      ? "The host does not want to be asked."
      : `robots.txt says: ${verdict.rule} (for ${verdict.agent})`;
  throw new RefusedError("robots_denied", `${url.href} may not be visited. ${why}`, {
    field: "url",
    next: "Choose another page; a recipe cannot collect this one either.",
  });
}

function unavailable(url: URL, why: string): UnavailableError {
  return new UnavailableError("page_unavailable", `${url.href} could not be fetched. ${why}`, { field: "url" });
}
