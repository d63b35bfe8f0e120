/** What a document is that waits for a stage: it has this grade, and the rule of the next one has not been tried. */
export const waitsFor = {
  refine: { grade: 3, failedRule: "cleaned" },
  understand: { grade: 4, failedRule: "derived" },
} as const;

/** A stage that lifts documents to a higher grade. */
export type Stage = keyof typeof waitsFor;
