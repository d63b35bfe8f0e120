/** What speaks for a model version. */
export interface PromotionFigures {
  /** F1 of the positive class on the test split, 0–1. */
  f1: number;
  /** Version of the data set that it was judged by. */
  datasetVersion: string;
}

export type ModelAlias = "champion" | "candidate" | "archived";

/** Less than this may be luck of the seed: 0.1 of a percent point on 50,000 texts. */
const leastGain = 0.001;

/**
 * Whether a newly registered version becomes champion at once. The first one does; later ones when they were judged by the
 * same data and beat the champion's F1 by 0.001 or more. Judged by other data, figures cannot be compared, so the version
 * stays candidate until a person decides.
 */
export function becomesChampion(version: PromotionFigures, champion: PromotionFigures | null): boolean {
  if (champion === null) return true;
  return version.datasetVersion === champion.datasetVersion && version.f1 >= champion.f1 + leastGain;
}
