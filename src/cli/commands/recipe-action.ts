import type { Command } from "commander";
import { type RecipeTrial, tryRecipe, userAgent } from "../../collect/index.ts";
import { systemClock } from "../../lib/clock.ts";
import { cutToWidth } from "../../lib/display-width.ts";
import { printable } from "../../lib/printable.ts";
import type { ExitCode } from "../../platform/errors.ts";
import { exitCodes } from "../../platform/errors.ts";
import { allowList, createOutgoingHttp } from "../../platform/http-out/index.ts";
import { loadCliSettings } from "../load-cli-settings.ts";
import { namedAddresses, toWebAddress } from "../named-addresses.ts";
import { readRecipe } from "../read-recipe.ts";
import type { TryOptions } from "./recipe.ts";

export async function run(
  file: string,
  address: string,
  trying: Command,
  exit: (code: ExitCode) => void,
): Promise<void> {
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
}

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
