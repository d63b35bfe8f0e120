/** Refinement grade, 1 (captured) to 9 (one fact, deduplicated). */
export type Grade = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

export type Medal = "bronze" | "silver" | "gold";

/** Bronze 1–3, silver 4–6, gold 7–9. */
export function medalOf(grade: Grade): Medal {
  if (grade <= 3) return "bronze";
  return grade <= 6 ? "silver" : "gold";
}
