export { type ReadAtOnceParts, readAtOnce } from "./read-at-once.ts";
export { type StageHandlers, startStages } from "./stages.ts";
export { startSweep } from "./sweep.ts";
