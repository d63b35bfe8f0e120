import { collectCommand } from "./collect.ts";
import type { CommandBuilder } from "./command.ts";
import { doctorCommand } from "./doctor.ts";
import { modelsCommand } from "./models.ts";
import { predictCommand } from "./predict.ts";
import { refineCommand } from "./refine.ts";
import { sourcesCommand } from "./sources.ts";
import { startCommand } from "./start.ts";
import { trainCommand } from "./train.ts";

/** Every command, in the order of the help. */
export const commands: readonly CommandBuilder[] = [
  startCommand,
  collectCommand,
  sourcesCommand,
  refineCommand,
  trainCommand,
  modelsCommand,
  predictCommand,
  doctorCommand,
];
