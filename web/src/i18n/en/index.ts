import { collect } from "./collect.ts";
import { documents } from "./documents.ts";
import { overview } from "./overview.ts";
import { predict } from "./predict.ts";
import { reasons } from "./reasons.ts";
import { shell } from "./shell.ts";
import { sources } from "./sources.ts";

/** English sentences by id. English decides which ids there are; the other catalogs must have exactly these. */
export const en = { ...shell, ...overview, ...documents, ...collect, ...reasons, ...predict, ...sources };
export type MessageId = keyof typeof en;
