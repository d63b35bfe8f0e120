/** Dates as one short text writes them, parted by what the words beside them say. */
export interface WrittenDates {
  published: string | null;
  modified: string | null;
}

const dateStart =
  /(?<![\d.-])(?:(?:19|20)\d\d\s?[-./년年]\s{0,2}\d{1,2}\s?[-./월月]\s{0,2}\d{1,2}|\d{2}[-./]\d{1,2}[-./]\d{1,2}(?![\d.-]*[-.\d]{3})|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:\d{1,2}(?:st|nd|rd|th)?[ -])?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?[ -](?:\d{1,2}(?:st|nd|rd|th)?,? )?(?:\d{1,2}:\d{2}(?::\d{2})? (?:[a-z]{3,4} )?)?(?:19|20)\d\d|(?:19|20)\d{12}(?!\d))/gi;

const modifiedWord =
  /(?:최종|마지막)\s?(?:수정|변경|편집|업데이트)|수정|변경일|업데이트|갱신|고침|편집됨|updated|modified|last (?:edit(?:ed)?|change[ds]?|revised)|edited|revised/gi;
const publishedWord =
  /최초\s?(?:등록|입력|작성|게재)|기사\s?입력|입력|등록|작성|게시|게재|발행|승인|송고|출고|올린\s?날|쓴\s?날|날짜|일시|posted|asked|published|created|written|submitted|date/gi;
/** Days that are of something else: events, deadlines, births. */
const otherWord =
  /마감|기한|까지|만료|유효|행사|일정|생년월일|출생|가입|접속|시행|개봉|출시|방영|expires?|deadline|until|joined|born|last (?:seen|visit|active)|member since|접수/gi;

/** The dates of a text up to 200 characters: "입력 2023.03.15. 오후 3:12 수정 2023.03.16." A date without a word counts as published. */
export function writtenDates(written: string): WrittenDates {
  const text = written.slice(0, 200);
  const found: WrittenDates = { published: null, modified: null };
  const starts = [...text.matchAll(dateStart)];
  let from = 0;
  const wordsBehind = starts.length > 1 && said(text.slice(0, starts[0]?.index)) === null;
  for (const [index, match] of starts.entries()) {
    const end = starts[index + 1]?.index ?? text.length;
    const before = text.slice(from, match.index);
    const after = text.slice(match.index + match[0].length, end);
    const date = text.slice(match.index, Math.min(end, match.index + 60));
    const meaning = (wordsBehind ? null : said(before)) ?? saidBehind(after) ?? "published";
    if (meaning === "modified") found.modified ??= date;
    else if (meaning === "published") found.published ??= date;
    from = match.index + match[0].length;
  }
  return found;
}

type Meaning = "published" | "modified" | "other";

/** By the word nearest to the end of what stands before a date. */
function said(before: string): Meaning | null {
  const near: [Meaning, number][] = [
    ["modified", lastIndex(modifiedWord, before)],
    ["published", lastIndex(publishedWord, before)],
    ["other", lastIndex(otherWord, before)],
  ];
  const [meaning, at] = near.reduce((a, b) => (b[1] > a[1] ? b : a));
  return at < 0 ? null : meaning;
}

/** By a word right behind its time: "2023-05-01 07:30 수정". */
function saidBehind(after: string): Meaning | null {
  const word = /^[\s\d:.오전후시분초일()월화수목금토T]{0,20}(?:에\s)?([^\d|·]{2,12})/.exec(after)?.[1];
  return word === undefined ? null : said(word);
}

function lastIndex(words: RegExp, text: string): number {
  let last = -1;
  for (const match of text.matchAll(words)) last = match.index;
  return last;
}
