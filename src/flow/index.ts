export { type StageHandlers, startStages } from "./stages.ts";
export { startSweep } from "./sweep.ts";
