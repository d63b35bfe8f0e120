import { Command, Option } from "commander";
import type { RecipeTrial } from "../../collect/index.ts";
import type { GlobalOptions } from "../program.ts";
import type { CommandBuilder } from "./command.ts";

export interface TryOptions extends GlobalOptions {
  as?: RecipeTrial["readAs"];
}

export const recipeCommand: CommandBuilder = (exit) => {
  const command = new Command("recipe").description(
    "selectors of your own for the pages of a site; see docs/recipes.md",
  );
  command
    .command("try")
    .description("fetch one page, robots.txt first, and show what each selector finds; nothing is kept")
    .argument("<file>", "the recipe")
    .argument("<url>", "a list or the page of an item")
    .addOption(new Option("--as <kind>", "read the page as a list or as an item").choices(["list", "item"]))
    .action(async (file: string, address: string, _: TryOptions, trying: Command) =>
      (await import("./recipe-action.ts")).run(file, address, trying, exit),
    );
  return command;
};
