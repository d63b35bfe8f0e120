import { openBackend } from "../backend.ts";
import { loadCliSettings } from "../load-cli-settings.ts";
import type { GlobalOptions } from "../program.ts";

export async function run(options: GlobalOptions): Promise<void> {
  const backend = await openBackend(loadCliSettings(options));
  try {
    const { items } = await backend.services.models.list();
    if (options.json === true) {
      console.log(JSON.stringify(items));
      return;
    }
    for (const model of items) {
      console.log(`${model.name} (${model.task})${model.description === null ? "" : `: ${model.description}`}`);
      for (const { version, aliases, engine, metrics, createdAt } of model.versions) {
        const figures = Object.entries(metrics).map(([name, value]) => `${name} ${value.toFixed(4)}`);
        console.log(
          `  ${String(version).padStart(3)}  ${aliases.join(", ").padEnd(22)} ${engine.padEnd(8)} ${createdAt.slice(0, 10)}  ${figures.join(" · ")}`,
        );
      }
    }
  } finally {
    await backend.close();
  }
}
