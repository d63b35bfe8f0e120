import { statfs } from "node:fs/promises";
import type { ExitCode } from "../../platform/errors.ts";
import { exitCodes } from "../../platform/errors.ts";
import { diagnose } from "../diagnose.ts";
import { loadCliSettings } from "../load-cli-settings.ts";
import type { GlobalOptions } from "../program.ts";

export async function run(options: GlobalOptions, exit: (code: ExitCode) => void): Promise<void> {
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
}
