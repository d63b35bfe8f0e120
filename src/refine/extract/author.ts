import { foldBlanks } from "../html/text-of.ts";
import { plain } from "./plain.ts";

const mail = /[(<[]?[\w.+-]{1,64}@[\w.-]{1,100}[)>\]]?/g;
const label =
  /^(?:posted by|written by|submitted by|submitted|author|by|from|글|글쓴이|작성자|등록자|게시자|작성|이름|닉네임|필자|저자|취재|기자)\s?(?:[:：|]\s{0,3}|\s)/i;
const date =
  /(?:(?:19|20)?\d\d\s?[-./년]\s{0,2}\d{1,2}\s?[-./월]\s{0,2}\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:\d{1,2} )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? (?:\d{1,2},? )?(?:19|20)\d\d|(?:입력|등록|수정|작성일|등록일|조회|댓글|추천)\s?[:：]?\s?\d|\d{1,2}:\d{2}|\bposted\b|\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\b[,. ]).*$/is;
const tail =
  /\s(?:다른\s?기사|기자\s?페이지|기사\s?(?:더\s?)?보기|구독|팔로우|follow(?:ing)?\b|프로필|more (?:from|by)).{0,30}$/i;
/** "김나루 기자", "이강 워싱턴 특파원", "박옥수 선임기자 =": a name and an office. */
const reporter =
  /(?<![가-힣])([가-힣]{2,4})\s?(?:[가-힣]{2,8}\s)?(?:선임|전문|인턴|객원|수습|대|편집|시민|문화|경제|정치|사회)?(?:기자|특파원|논설위원|편집위원|통신원|리포터|앵커|에디터)(?![가-힣])/g;
/** A part of a newspaper, alone or before an office: nobody's name. */
const noName =
  /(?:사회부|정치부|경제부|취재팀|편집국|일보|신문|뉴스|방송|경제|닷컴|미디어)$|^(?:온라인|디지털|인턴|수습|객원|선임|전문|사회|정치|경제|문화|취재|편집|시민|데스크|본지|담당|연예|스포츠|국제|명예|워싱턴|베이징|도쿄|파리|런던|뉴욕)$/;

/**
 * The person that a byline names, or null: never the site, a number, a date or an address. "김나루 기자 naru@a.kr 2024.03.15 14:30" → 김나루.
 */
export function cleanAuthor(written: string | null, siteNames: readonly (string | null)[]): string | null {
  if (written === null || /^\s{0,5}(?:https?:)?\/\//i.test(written)) return null;
  let text = foldBlanks(written.slice(0, 300)).toWellFormed().replaceAll("\0", "").replace(mail, " ");
  const reporters = [...text.matchAll(reporter)].map((match) => match[1] ?? "").filter((name) => !noName.test(name));
  if (reporters.length > 0) return [...new Set(reporters)].slice(0, 5).join(", ");
  text = text.replace(date, "").replace(tail, "");
  for (let round = 0; round < 2; round++) text = text.replace(label, "").trim();
  text = text
    .replace(/\s?(?:기자|특파원)$/, "")
    .replace(/(?:^|\s)(?:on|at|in|@[\w]{1,30}(?:\son)?)$/i, "")
    .replace(/^[\s|·/,:;=[\](){}<>-]+|[\s|·/,:;=[({<-]+$/g, "")
    .trim();
  return isName(text, siteNames) && !noName.test(text) ? text : null;
}

function isName(text: string, siteNames: readonly (string | null)[]): boolean {
  if (text === "" || text.length > 120 || text.startsWith("@") || !/\p{L}/u.test(text)) return false;
  if (/[!?]|\p{L}{2}\.\s|[다요]\.|^www\.|\.(?:com|net|org|kr)$|\//iu.test(text) || text.split(" ").length > 16)
    return false;
  const bare = plain(text);
  return bare !== "" && !siteNames.some((site) => site !== null && plain(site) === bare);
}
