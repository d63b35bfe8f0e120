import { sentimentTask } from "./sentiment/index.ts";

/** Every task; a test compares the list with the folders. */
export const tasks = { sentiment: sentimentTask } as const;

export type TaskId = keyof typeof tasks;
