import { readFileSync, statSync } from "node:fs";
import { InvalidInputError } from "../platform/errors.ts";

/** Far above any recipe: a wrong file is not read whole. */
const maxBytes = 1_000_000;

/** Text of a recipe's file. @throws InvalidInputError `recipe_unreadable`. */
export function readRecipe(file: string): string {
  try {
    if (statSync(file).size > maxBytes) throw new Error("It is too long for a recipe.");
    return readFileSync(file, "utf8");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : "unknown";
    throw new InvalidInputError("recipe_unreadable", `The recipe ${file} cannot be read: ${why}`, {
      cause,
      field: "recipe",
      next: "Check the path. examples/recipes/ holds recipes to begin from.",
    });
  }
}
