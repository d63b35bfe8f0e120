import { type Span, spansOf } from "./kinds.ts";

/** The letters that plates use (자동차 등록번호판 등의 기준에 관한 고시, 별표). 조, 호 and others are also words, hence the look at what follows. */
const letters = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자배하허호육해공국합";
/** Letters that hardly end a word behind a number, so that a blank may follow them: "12가 3456", but not "101호 1234". */
const unlikeWords = "가나다라마거너더러머버저고노누두루무부우바사아배하허육해공국합";
const region = "(?:(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주)\\s?)?";
const pattern = new RegExp(
  `(?<![\\d가-힣.,])${region}\\d{2,3}(?:[${letters}]|[${unlikeWords}]\\s)\\d{4}(?![\\d,.]\\d|\\d|\\s?(?:억|만|천|원|명|개|건|년|월|일|분|권|대|시간|미터|m|%))`,
  "g",
);

/** Vehicle plates, today's and those with a region. "주차된 12가 3456 차주님", "서울 32바1234". */
export function findPlates(text: string): Span[] {
  return spansOf(text, pattern);
}
