import { nearest } from "../../lib/nearest.ts";
import { InvalidInputError } from "../../platform/errors.ts";
import type { StoredRequest } from "../collection-request.ts";
import { isFileAddress } from "../import/file-address.ts";
import { readAddress } from "../read-address.ts";
import { parseRecipe } from "../recipe/recipe.ts";
import type { Order, Source, SourceOption } from "./source.ts";

/** Base addresses of a source, those of the setting `collect.endpoints` in the place of its own. */
export function homesOf(source: Source, endpoints: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(source.homes).map(([name, home]) => {
      const other = endpoints[`${source.id}.${name}`];
      return [name, (other ?? home).replace(/\/+$/, "")];
    }),
  );
}

/** A stored request as its source sees it. */
export function orderOf(source: Source, request: StoredRequest, endpoints: Readonly<Record<string, string>>): Order {
  const defaults = source.options.flatMap((option) =>
    option.default === undefined ? [] : [[option.name, option.default] as const],
  );
  return {
    // An import has the addresses of its files, which nobody visits.
    urls: request.urls.map((text, index) =>
      isFileAddress(text) ? text : readAddress(text, `urls.${index}`, request.allowAddresses).url,
    ),
    query: request.query,
    maxResults: request.maxResults ?? null,
    since: request.since === undefined ? null : new Date(request.since),
    until: request.until === undefined ? null : new Date(request.until),
    set: { ...Object.fromEntries(defaults), ...request.set },
    homes: homesOf(source, endpoints),
    recipe: request.recipe === undefined ? null : parseRecipe(request.recipe),
    credentials: request.credentials ?? null,
  };
}

/**
 * Checks what only the source can judge: that it was given what it asks for, and options that it knows.
 * @throws InvalidInputError `urls_missing`, `query_missing`, `source_option_unknown`, `source_option_wrong` or `recipe_not_taken`, with what to type.
 */
export function checkOrder(source: Source, request: StoredRequest): void {
  if (source.way === "import") {
    throw new InvalidInputError("source_import_only", `${source.name.en} cannot be collected, only imported.`, {
      field: "source",
      next: `${source.permission.en} Save its pages yourself and type: naru import FILE --source ${source.id}`,
    });
  }
  if (source.asks === "urls" && request.urls.length === 0) {
    throw new InvalidInputError("urls_missing", `${source.name.en} needs an address to begin from.`, {
      field: "urls",
      next: `Type: naru collect https://example.com/${source.id === "web" ? "" : ` --source ${source.id}`}`,
    });
  }
  if (source.asks === "query" && request.query.length === 0) {
    throw new InvalidInputError("query_missing", `${source.name.en} needs something to look for.`, {
      field: "query",
      next: `Type: naru collect --source ${source.id} --query 스위스,독일`,
    });
  }
  for (const [name, value] of Object.entries(request.set)) checkOption(source, name, value);
  if (request.recipe !== undefined && source.takesRecipes !== true) {
    throw new InvalidInputError("recipe_not_taken", `${source.name.en} reads its pages itself and takes no recipe.`, {
      field: "recipe",
      next: "Leave --source out: recipes are for web sites.",
    });
  }
}

export function checkOption(source: Source, name: string, value: string): void {
  const names = source.options.map((option) => option.name);
  const option = source.options.find((one) => one.name === name);
  if (option === undefined) {
    const guess = nearest(name, names);
    throw new InvalidInputError("source_option_unknown", `${source.name.en} has no option "${name.slice(0, 60)}".`, {
      field: `set.${name.slice(0, 60)}`,
      next:
        guess !== null
          ? `Did you mean ${guess}?`
          : names.length === 0
            ? "It has no options of its own."
            : `Its options: ${source.options.map(tellOption).join(" · ")}.`,
    });
  }
  if (option.oneOf !== undefined && !option.oneOf.includes(value)) {
    throw new InvalidInputError("source_option_wrong", `${name} cannot be "${value.slice(0, 60)}".`, {
      field: `set.${name}`,
      next: `Type one of: ${option.oneOf.join(", ")}.`,
    });
  }
}

function tellOption({ name, oneOf, says }: SourceOption): string {
  return oneOf === undefined ? `${name} (${says.en})` : `${name}=${oneOf.join("|")}`;
}
