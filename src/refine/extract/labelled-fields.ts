import { blockTags } from "../html/tags.ts";
import { foldBlanks } from "../html/text-of.ts";
import type { HtmlElement } from "../html/tree.ts";
import { writtenDates } from "./date-labels.ts";

const writerWord =
  "(?:작성자|글쓴이|등록자|게시자|올린이|글쓴사람|닉네임|이름|성명|필자|기자|author|posted by|written by|writer)";
const dayWord =
  "(?:작성\\s?(?:일시?|일자|시간|날짜)|등록\\s?(?:일시?|일자|시간|날짜)|게시\\s?(?:일시?|일자|날짜)|입력\\s?(?:일시?|시간)?|발행일시?|게재일|날짜|일시|일자|작성|등록|posted(?: on)?|published(?: on)?|date)";
const changeWord =
  "(?:(?:최종\\s?)?수정\\s?(?:일시?|일자|시간|날짜)?|업데이트|updated(?: on)?|last (?:modified|updated))";
const label = new RegExp(
  `^[\\s\\[(|·-]{0,3}(?:(${writerWord})|(${changeWord})|(${dayWord}))\\s{0,2}[\\])]?\\s{0,2}[:：|]?$`,
  "i",
);
/** Label and value in one piece of text: "작성자 : 감자 | 작성일 : 24-03-15 14:30 | 조회 : 77". */
const writerIn = new RegExp(
  `(?:^|[\\s|(·])${writerWord}\\s{0,2}[:：]\\s{0,2}([^|·/,()]{1,30}?)(?=\\s{0,3}(?:[|·/,()]|$|작성|등록|날짜|일시|조회|추천|\\d{2,4}[-./년]))`,
  "i",
);
const dayIn = new RegExp(`(?:^|[\\s|(·])(?:${dayWord}|${changeWord})\\s{0,2}[:：]\\s{0,2}\\d`, "i");
const anyLabel =
  /작성|글쓴|등록|게시|올린|닉네임|이름|성명|필자|기자|입력|발행|게재|날짜|일시|일자|수정|업데이트|제호|사업자|청소년|통신판매|편집인|author|posted|written|writer|published|date/i;

/** Names of other columns and fields: no value, and no end of a search for one. */
const otherLabel =
  /^(?:번호|제목|조회\s?수?|추천\s?수?|댓글\s?수?|분류|말머리|첨부(?:\s?파일)?|내용|이메일|홈페이지|비밀번호|답변|상태|no\.?|subject|title|views?|hits?|replies)\s?:?$/i;

const imprint = /등록번호|발행인|편집인|사업자\s?등록|제호\s?[:：]|청소년\s?보호|통신판매/;

/** A label is a word or two; beyond this a text is looked at for neither. */
const longLabel = 120;
/** Pieces of text after a label among which its value is. */
const reach = 3;

type Field = "writer" | "change" | "day";

/**
 * Fields that a board writes as words beside values, in cells, terms, bold words or plain text: 작성자, 작성일, 수정일. Fed with the texts of a
 * page in their order; the first value of each counts.
 */
export class LabelledFields {
  writer: string | null = null;
  written: string | null = null;
  edited: string | null = null;
  private ended = false;
  private asked: { field: Field; row: HtmlElement; left: number } | null = null;

  text(raw: string, parent: HtmlElement): void {
    if (this.ended) return;
    if (this.asked === null && (raw.length < 2 || raw.length > 400 || !anyLabel.test(raw))) return;
    const text = foldBlanks(raw);
    if (text === "" || text === ":" || text === "|") return;
    if (text.length <= 20) {
      const m = label.exec(text);
      if (m !== null) {
        const field: Field = m[1] !== undefined ? "writer" : m[2] !== undefined ? "change" : "day";
        this.asked = { field, row: rowOf(parent, text), left: reach };
        return;
      }
    }
    // The paper itself was registered and first published one day, too; that stands at the end of its pages.
    if (imprint.test(text)) this.ended = true;
    if (this.ended || otherLabel.test(text)) this.asked = null;
    if (this.asked !== null) this.answer(text, parent);
    if (text.length > longLabel || this.ended) return;
    if (this.writer === null) this.writer = writerIn.exec(text)?.[1]?.trim() ?? null;
    if ((this.written === null || this.edited === null) && dayIn.test(text)) this.dates(text);
  }

  private answer(text: string, parent: HtmlElement): void {
    const { asked } = this;
    if (asked === null) return;
    asked.left--;
    if (asked.left < 0 || !within(parent, asked.row)) this.asked = null;
    else if (asked.field === "writer") {
      if (text.length > 40 || !/\p{L}/u.test(text)) return;
      this.writer ??= text;
      this.asked = null;
    } else if (/\d{2}/.test(text)) {
      if (text.length <= 60) this.dates(`${asked.field === "change" ? "수정 " : ""}${text}`);
      this.asked = null;
    }
  }

  private dates(text: string): void {
    const { published, modified } = writtenDates(text);
    this.written ??= published;
    this.edited ??= modified;
  }
}

/** The element that holds a label and its value: the row of a cell, the list of a term, the line of a word. */
function rowOf(parent: HtmlElement, text: string): HtmlElement {
  let block = parent;
  while (block.parent !== null && !blockTags.has(block.tag)) block = block.parent;
  // A block that is nothing but the label has its value beside it.
  return block.chars <= text.replace(/\s/g, "").length + 2 && block.parent !== null ? block.parent : block;
}

function within(element: HtmlElement, row: HtmlElement): boolean {
  for (let at: HtmlElement | null = element, steps = 0; at !== null && steps < 6; at = at.parent, steps++)
    if (at === row) return true;
  return false;
}
