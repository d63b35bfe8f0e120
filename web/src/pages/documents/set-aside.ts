import type { DocumentFacets } from "../../api/types.ts";
import type { FilterSearch } from "../../app/filters.ts";

/** Grades that a list without a choice of grades leaves out: walls, lists of links, pages that could not be read. */
export const setAsideGrades = ["1", "2"];

/** How many pages that fit all filters are left out for their grade alone; 0 once somebody chose grades. */
export function setAsideOf(facets: DocumentFacets | undefined, { grade }: Pick<FilterSearch, "grade">): number {
  if (facets === undefined || grade !== undefined) return 0;
  return facets.grade.filter(({ value }) => setAsideGrades.includes(value)).reduce((sum, { count }) => sum + count, 0);
}
