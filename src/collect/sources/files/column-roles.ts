import type { Cell } from "../../import/table.ts";

/** What a column can be to a document. */
export const roleNames = ["text", "title", "url", "author", "date", "modified", "language", "id"] as const;
export type RoleName = (typeof roleNames)[number];

/** The column of each role that there is one for. */
export type ColumnRoles = Partial<Record<RoleName, string>>;

/** Names that columns go by, best first, without blanks and signs. */
const wellKnown: Readonly<Record<RoleName, readonly string[]>> = {
  text: words(
    "본문 본문내용 내용 리뷰 리뷰내용 리뷰본문 후기 후기내용 댓글 댓글내용 글내용 게시글 게시물 상세내용 텍스트 글 의견 메시지 문장 원문 요약 설명 document text content contents body fulltext maintext articletext review reviewtext reviewbody comment commenttext message post article sentence caption selftext description summary",
  ),
  title: words(
    "제목 글제목 게시글제목 리뷰제목 타이틀 기사제목 헤드라인 공고명 title subject headline posttitle articletitle",
  ),
  url: words("url 링크 주소 원문링크 원문주소 게시글링크 기사링크 link permalink href uri pageurl sourceurl"),
  author: words(
    "작성자 글쓴이 저자 닉네임 작성자명 기자 블로그명 author writer nickname username user authorname bloggername by",
  ),
  date: words(
    "작성일 작성일시 작성일자 작성시간 등록일 등록일시 등록일자 게시일 게시일시 게시일자 발행일 발행일시 날짜 일자 일시 date datetime publishedat published publisheddate pubdate postdate createdat created createdtime createddate timestamp time regdate",
  ),
  modified: words("수정일 수정일시 수정일자 modifiedat modified updatedat updated lastmodified"),
  language: words("언어 language lang"),
  id: [],
};

function words(text: string): string[] {
  return text.split(" ");
}

/**
 * Which column is what: as the person says, else by well-known Korean and English names, and the text in the last resort by its length.
 * @param sample the first rows.
 */
export function rolesOf(
  columns: readonly string[],
  said: ColumnRoles,
  sample: readonly Readonly<Record<string, Cell>>[],
): ColumnRoles {
  const roles: ColumnRoles = {};
  const taken = new Set<string>();
  for (const role of roleNames) {
    const column = said[role] === undefined ? undefined : findColumn(columns, said[role]);
    if (column === undefined) continue;
    roles[role] = column;
    taken.add(column);
  }
  const byName = new Map<string, string>();
  for (const column of columns) if (!byName.has(nameKey(column))) byName.set(nameKey(column), column);
  for (const role of roleNames) {
    if (roles[role] !== undefined) continue;
    const column = wellKnown[role]
      .map((name) => byName.get(name))
      .find((one) => one !== undefined && fits(role, one, taken, sample));
    if (column === undefined) continue;
    roles[role] = column;
    taken.add(column);
  }
  if (roles.text === undefined) {
    const column = longestColumn(columns, taken, sample);
    if (column !== undefined) roles.text = column;
  }
  return roles;
}

/** Names that wrappers of lists have too: `{"message": "success", "items": […]}`. */
const weakNames: ReadonlySet<string> = new Set(
  words("설명 요약 의견 메시지 글 description summary message post comment review"),
);

/** True for names that a text goes by, and hardly anything else. */
export function isTextColumn(column: string): boolean {
  const key = nameKey(column);
  return wellKnown.text.includes(key) && !weakNames.has(key);
}

/** The column that a person means, whatever its case and blanks. */
export function findColumn(columns: readonly string[], name: string): string | undefined {
  const wanted = name.trim().normalize("NFC");
  return columns.find((column) => column === wanted) ?? columns.find((column) => nameKey(column) === nameKey(wanted));
}

function nameKey(column: string): string {
  // Of "data.title" the last part is the name.
  const last = column.slice(column.lastIndexOf(".") + 1);
  return last
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[\s_()[\]:*-]/g, "");
}

function fits(
  role: RoleName,
  column: string,
  taken: ReadonlySet<string>,
  sample: readonly Readonly<Record<string, Cell>>[],
) {
  if (taken.has(column)) return false;
  if (role !== "url") return true;
  // 주소 is also where somebody lives.
  const values = sample.map((values) => values[column]).filter((value) => value !== null && value !== undefined);
  return values.length === 0 || values.some((value) => typeof value === "string" && /^https?:\/\//i.test(value.trim()));
}

/** Prose tells itself by its length. */
function longestColumn(
  columns: readonly string[],
  taken: ReadonlySet<string>,
  sample: readonly Readonly<Record<string, Cell>>[],
): string | undefined {
  let best: { column: string; mean: number } | undefined;
  for (const column of columns) {
    if (taken.has(column)) continue;
    const texts = sample.map((values) => values[column]).filter((value) => typeof value === "string");
    if (texts.length === 0 || texts.some((text) => /^https?:\/\/\S+$/i.test(text.trim()))) continue;
    const mean = texts.reduce((sum, text) => sum + text.length, 0) / texts.length;
    if (mean >= 15 && (best === undefined || mean > best.mean)) best = { column, mean };
  }
  return best?.column;
}
