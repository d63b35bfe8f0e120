import type { MessageId } from "../en/index.ts";
import { collect } from "./collect.ts";
import { documents } from "./documents.ts";
import { overview } from "./overview.ts";
import { predict } from "./predict.ts";
import { reasons } from "./reasons.ts";
import { shell } from "./shell.ts";
import { sources } from "./sources.ts";

/** Korean sentences by id. */
export const ko: Record<MessageId, string> = {
  ...shell,
  ...overview,
  ...documents,
  ...collect,
  ...reasons,
  ...predict,
  ...sources,
};

export { koreanProblems } from "./problems.ts";
