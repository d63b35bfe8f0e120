import { statfs } from "node:fs/promises";
import { Command } from "commander";
import { exitCodes } from "../../platform/errors.ts";
import { diagnose } from "../diagnose.ts";
import { loadCliSettings } from "../load-cli-settings.ts";
import type { GlobalOptions } from "../program.ts";
import type { CommandBuilder } from "./command.ts";

export const doctorCommand: CommandBuilder = (exit) =>
  new Command("doctor")
    .description("what is installed, reachable and missing, and how to mend it")
    .action(async (options: GlobalOptions) => {
      const findings = await diagnose(loadCliSettings(options), {
        statfs,
        node: process.versions.node,
        env: process.env,
      });
      if (options.json === true) console.log(JSON.stringify(findings));
      else
        for (const { ok, needed, part, says, next } of findings)
          console.log(
            `${ok ? "ok     " : needed ? "MISSING" : "advice "} ${part.padEnd(12)} ${says}${ok || next === null ? "" : `\n        → ${next}`}`,
          );
      if (findings.some(({ ok, needed }) => !ok && needed)) exit(exitCodes.missingPart);
    });
