import type { CommandBuilder } from "./command.ts";

/** Every command, in the order of the help; only the one that is asked for is loaded. */
export const commands: Readonly<Record<string, () => Promise<CommandBuilder>>> = {
  start: async () => (await import("./start.ts")).startCommand,
  collect: async () => (await import("./collect.ts")).collectCommand,
  collectors: async () => (await import("./collectors.ts")).collectorsCommand,
  import: async () => (await import("./import.ts")).importCommand,
  sources: async () => (await import("./sources.ts")).sourcesCommand,
  sessions: async () => (await import("./sessions.ts")).sessionsCommand,
  recipe: async () => (await import("./recipe.ts")).recipeCommand,
  refine: async () => (await import("./refine.ts")).refineCommand,
  train: async () => (await import("./train.ts")).trainCommand,
  models: async () => (await import("./models.ts")).modelsCommand,
  predict: async () => (await import("./predict.ts")).predictCommand,
  doctor: async () => (await import("./doctor.ts")).doctorCommand,
};
