import { Command, Option } from "commander";
import { type RecipeTrial, tryRecipe, userAgent } from "../../collect/index.ts";
import { systemClock } from "../../lib/clock.ts";
import { cutToWidth } from "../../lib/display-width.ts";
import { printable } from "../../lib/printable.ts";
import { exitCodes } from "../../platform/errors.ts";
import { allowList, createOutgoingHttp } from "../../platform/http-out/index.ts";
import { loadCliSettings } from "../load-cli-settings.ts";
import { namedAddresses, toWebAddress } from "../named-addresses.ts";
import type { GlobalOptions } from "../program.ts";
import { readRecipe } from "../read-recipe.ts";
import type { CommandBuilder } from "./command.ts";

interface TryOptions extends GlobalOptions {
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
    .action(async (file: string, address: string, _: TryOptions, trying: Command) => {
      const options = trying.optsWithGlobals<TryOptions>();
      const { collect } = loadCliSettings(options);
      const url = toWebAddress(address);
      const text = readRecipe(file);
      const http = createOutgoingHttp({ timeoutMs: collect.timeoutMs, maxBytes: collect.maxBytes });
      try {
        const allow = allowList([...collect.allowAddresses, ...namedAddresses([url])]);
        const parts = { http, userAgent: userAgent(collect.contact), allow, now: systemClock.now };
        const trial = await tryRecipe(text, url, parts, options.as);
        console.log(options.json === true ? JSON.stringify(trial) : printable(describe(trial)));
        // The last page of a list has no next one.
        const missing = trial.findings.some(({ key, found }) => found === 0 && key !== "list.next");
        exit(missing ? exitCodes.partly : exitCodes.done);
      } finally {
        await http.close();
      }
    });
  return command;
};

const width = 60;

function describe({ url, readAs, findings, warnings }: RecipeTrial): string {
  const lines = [`${url} is read as ${readAs === "list" ? "a list" : "an item"}.`, ""];
  for (const { key, selector, found, of, values } of findings) {
    lines.push(`${key}  ${selector ?? "(the element itself)"}`);
    lines.push(`  ${of === null ? `${found} found` : `in ${found} of ${of}`}`);
    for (const value of values) {
      const line = value.replaceAll(/\s+/g, " ");
      const cut = cutToWidth(line, width);
      lines.push(`  "${cut}${cut.length < line.length ? "…" : ""}"`);
    }
  }
  if (warnings.length > 0) lines.push("", ...warnings);
  return lines.join("\n");
}
