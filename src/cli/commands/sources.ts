import { Command } from "commander";
import { openBackend } from "../backend.ts";
import { loadCliSettings } from "../load-cli-settings.ts";
import type { GlobalOptions } from "../program.ts";
import type { CommandBuilder } from "./command.ts";

export const sourcesCommand: CommandBuilder = () =>
  new Command("sources")
    .description("what can be collected, with what credentials, and what it brought")
    .action(async (options: GlobalOptions) => {
      const backend = await openBackend(loadCliSettings(options));
      try {
        const { items } = await backend.services.sources.list();
        if (options.json === true) {
          console.log(JSON.stringify(items));
          return;
        }
        for (const one of items) {
          const keys =
            one.credentials.map(({ variable, set }) => `${variable}${set ? "" : " (not set)"}`).join(", ") ||
            "no credentials needed";
          console.log(`${one.id.padEnd(14)} ${one.name.ko} · ${one.name.en}\n${" ".repeat(15)}${one.description.en}`);
          console.log(
            `${" ".repeat(15)}${keys} · ${one.collections} collections · ${one.documents} documents · last ${one.lastCollectedAt ?? "never"}`,
          );
        }
      } finally {
        await backend.close();
      }
    });
