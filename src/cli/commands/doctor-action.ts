import { statfs } from "node:fs/promises";
import type { ExitCode } from "../../platform/errors.ts";
import { exitCodes } from "../../platform/errors.ts";
import { diagnose } from "../diagnose.ts";
import { diagnoseCounts } from "../diagnose-counts.ts";
import { loadCliSettings } from "../load-cli-settings.ts";
import type { DoctorOptions } from "./doctor.ts";

export async function run(options: DoctorOptions, exit: (code: ExitCode) => void): Promise<void> {
  const settings = loadCliSettings(options);
  const findings = await diagnose(settings, {
    statfs,
    node: process.versions.node,
    env: process.env,
  });
  const isDeep = options.deep === true || options.rebuild === true;
  const deep = isDeep ? await diagnoseCounts(settings, options.rebuild === true) : null;
  if (deep !== null) findings.push(deep);
  if (options.json === true) console.log(JSON.stringify(findings));
  else
    for (const { ok, needed, part, says, next } of findings)
      console.log(
        `${ok ? "ok     " : needed ? "MISSING" : "advice "} ${part.padEnd(12)} ${says}${ok || next === null ? "" : `\n        → ${next}`}`,
      );
  if (deep?.ok === false) exit(exitCodes.failed);
  if (findings.some((one) => !one.ok && one.needed && one !== deep)) exit(exitCodes.missingPart);
}
