export type { Dataset, DatasetVersion, Download, LabelledText } from "./datasets/dataset.ts";
export { versionName } from "./datasets/dataset.ts";
export { datasetKinds, openDataset } from "./datasets/registry.ts";
export { type CalibrationBin, type ConfusionMatrix, type Evaluation, evaluate } from "./evaluation/evaluate.ts";
export { evaluateModel, type ModelEvaluation } from "./evaluation/evaluate-model.ts";
export { LinearModel, type LinearPrediction, loadLinearModel } from "./linear/linear-model.ts";
export { type LinearParameters, linearParametersSchema } from "./linear/parameters.ts";
export type { EpochMetrics } from "./linear/train-linear.ts";
export { type ModelCard, modelCardSchema } from "./model-card.ts";
export { type ModelSpeed, measureSpeed } from "./model-speed.ts";
export { type NewVersion, type RegisteredVersion, registerVersion, setAlias } from "./registry-store.ts";
export {
  listModels,
  loadVersion,
  type ModelVersionView,
  type RegisteredModelView,
  type VersionChoice,
  type VersionSource,
  versionNotFound,
} from "./registry-view.ts";
export { endLostRuns } from "./runs-store.ts";
export { listRuns, loadRun, type RunDetailView, type RunView } from "./runs-view.ts";
export {
  createPredictor,
  type ModelBytes,
  type PredictionAnswer,
  type Predictor,
  parseModelReference,
} from "./serving.ts";
export { shipLinearModel } from "./ship.ts";
export {
  readShippedCard,
  readShippedModel,
  registerShippedModel,
  shippedFolder,
  shippedSource,
} from "./shipped-model.ts";
export {
  type TrainingOptions,
  type TrainingParts,
  type TrainingProgress,
  type TrainingReport,
  trainModel,
} from "./train.ts";
export { trainers } from "./trainers/registry.ts";
export { parseSettings } from "./training-settings.ts";
