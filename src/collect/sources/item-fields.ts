import { fieldsOfRecipe } from "../recipe/read-by-recipe.ts";
import { parseRecipe } from "../recipe/recipe.ts";
import { findSource } from "./registry.ts";

/**
 * Names that the fields of a source's items may have: null when it does not say, none when it brings pages.
 * @param recipe YAML, where a person gave one.
 */
export function itemFields(sourceId: string, recipe: string | null): readonly string[] | null {
  const source = findSource(sourceId);
  if (source === undefined) return null;
  if (source.fields.length > 0) return source.fields;
  if (source.takesRecipes === true) return recipe === null ? [] : fieldsOfRecipe(parseRecipe(recipe));
  return source.read === undefined && source.way === "pages" ? [] : null;
}
