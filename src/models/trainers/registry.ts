import { InvalidInputError } from "../../platform/errors.ts";
import { linearTrainer } from "./linear-trainer.ts";
import type { Trainer } from "./trainer.ts";

export const trainers: readonly Trainer[] = [linearTrainer] as readonly Trainer[];

/** InvalidInputError `trainer_unknown` when no trainer has this id. */
export function loadTrainer(id: string): Trainer {
  const trainer = trainers.find((candidate) => candidate.id === id);
  if (trainer !== undefined) return trainer;
  const known = trainers.map((one) => one.id).join(", ");
  throw new InvalidInputError("trainer_unknown", `There is no trainer "${id}"; there are ${known}.`, {
    field: "trainer",
  });
}
