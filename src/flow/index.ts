export { type StageHandlers, startStages } from "./stages.ts";
