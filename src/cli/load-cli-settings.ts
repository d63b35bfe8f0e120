import { resolve } from "node:path";
import { loadSettings } from "../platform/config/load-settings.ts";
import type { Settings } from "../platform/config/settings.ts";
import type { GlobalOptions } from "./program.ts";

/** Settings for one command: file, environment, then its flags by dotted name. */
export function loadCliSettings(options: GlobalOptions, flags: Record<string, unknown> = {}): Settings {
  const config = options.config ?? process.env.NARU_CONFIG;
  return loadSettings({
    file: resolve(config ?? "naru.yaml"),
    required: config !== undefined,
    env: process.env,
    flags: { data: options.data, ...flags },
  });
}
