import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { madeUpReviews } from "../predict/made-up-reviews.ts";

export interface ScaleText {
  title: string;
  text: string;
  /** Day, YYYY-MM-DD. */
  day: string;
}

/** Equal for equal numbers. */
export function spread(n: number, salt: number): number {
  let x = Math.imul(n ^ (salt * 0x9e37_79b9), 0x85eb_ca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2_ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

const syllables = [
  ..."가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호구누두루무부수우주추쿠투푸후기니디리미비시이지치키티피히",
];
const subjects = ["영화", "책", "식당", "노래", "카메라", "숙소", "전시", "드라마"];

/** Real reviews where NARU_TEST_DATA names a folder that holds them, else made ones, the same each time. */
export async function* scaleTexts(count: number): AsyncGenerator<ScaleText> {
  const file = join(process.env.NARU_TEST_DATA ?? "", "reviews", "naver-movie-reviews.jsonl.gz");
  if (process.env.NARU_TEST_DATA === undefined) yield* madeTexts(count);
  else if (!existsSync(file)) throw new Error(`NARU_TEST_DATA names no folder with reviews: ${file} is missing.`);
  else yield* readTexts(file, count);
}

async function* readTexts(file: string, count: number): AsyncGenerator<ScaleText> {
  let left = count;
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) {
    if (left-- <= 0) return;
    const { text, date, movie } = JSON.parse(line) as { text: string; date: string; movie: string };
    yield { title: `후기 ${movie}`, text, day: date };
  }
}

function* madeTexts(count: number): Generator<ScaleText> {
  const reviews = madeUpReviews(50_000);
  for (let n = 0; n < count; n++) {
    const pick = <T>(list: readonly T[], salt: number): T => list[spread(n, salt) % list.length] as T;
    const name = pick(syllables, 1) + pick(syllables, 2) + pick(syllables, 3);
    const subject = pick(subjects, 4);
    const fun = spread(n, 5) % 12 === 0 ? " 재미있게 봤다." : "";
    const text = `${subject} ${name}. ${reviews[spread(n, 6) % reviews.length]}${fun}`;
    yield { title: `${name} 후기`, text, day: dayOf(spread(n, 7) % 3_000) };
  }
}

/** A day so many days after the first of 2018. */
export function dayOf(days: number): string {
  return new Date(Date.UTC(2018, 0, 1) + days * 86_400_000).toISOString().slice(0, 10);
}
