/**
 * Version of everything between a payload and its parsed document: decoding, links, walls, main text, metadata.
 * Bump by one whenever the same bytes may now give another document; `naru refine` then writes new rows.
 */
export const parserVersion = "7";

/**
 * Version of everything between a parsed document and its clean text: cleaning steps, their defaults, masking, grading.
 * Bump by one whenever the same parsed text may now give another clean text, other counts or another grade.
 */
export const refinerVersion = "4";
