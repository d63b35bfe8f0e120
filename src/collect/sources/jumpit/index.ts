import { RefusedError } from "../../../platform/errors.ts";
import { SchemaError } from "../../errors.ts";
import type { Answer } from "../answer.ts";
import { postingFields } from "../posting.ts";
import { parseMarkup, textOf } from "../select.ts";
import type { NextAddress, Order, ReadContext, Source, SourceReading } from "../source.ts";
import { readPosition } from "./read-position.ts";
import { readSitemap } from "./read-sitemap.ts";

/** Pages with less text than this are shells that only a browser fills. */
const shellChars = 200;

/** Jumpit's positions, from its sitemap and pages. Its JSON API is left alone: its robots.txt is closed. */
export const jumpit: Source = {
  id: "jumpit",
  name: { ko: "점핏", en: "Jumpit" },
  description: {
    ko: "점핏의 개발자 채용 공고를 사이트맵과 공고 페이지에서 모읍니다.",
    en: "Collects Jumpit's developer positions from its sitemap and pages.",
  },
  way: "pages",
  permission: {
    ko: "robots.txt가 허락하는 공고 페이지만 모읍니다. 이용 약관은 직접 읽고 --set terms=read 로 확인해야 시작합니다.",
    en: "Only position pages that robots.txt allows; the terms are yours to read, and --set terms=read says that you did.",
  },
  credentials: [],
  homes: { site: "https://jumpit.saramin.co.kr" },
  quotas: [],
  options: [
    {
      name: "terms",
      says: {
        ko: "이용 약관을 읽었고 모아도 된다고 판단했으면 read",
        en: "read, when you have read the terms and may collect",
      },
      oneOf: ["read", "unread"],
      default: "unread",
    },
  ],
  asks: "none",
  paceMs: 0,
  allowAddresses: [],
  fields: postingFields,
  version: "2",
  begin,
  read,
  itemsAt: (url) => (positionIn(url) === null ? [] : [url.href]),
};

function begin({ homes, set, urls }: Order): NextAddress[] {
  if (set.terms !== "read") {
    throw new RefusedError("terms_unread", "Jumpit is collected only after somebody has read its terms of use.", {
      field: "set.terms",
      next: "Read https://jumpit.saramin.co.kr/ and its terms (이용약관); if they let you, add --set terms=read.",
    });
  }
  const addresses = urls.length > 0 ? urls : [`${homes.site}/sitemap.xml`];
  return addresses.map((url) => ({ url, way: "page" }));
}

function positionIn(url: URL): string | null {
  return /^\/position\/(\d{1,12})\/?$/.exec(url.pathname)?.[1] ?? null;
}

function read(answer: Answer, context: ReadContext): SourceReading | null {
  const { url } = answer;
  if (/\.xml$/.test(url.pathname)) return readSitemap(answer, context.order);
  const id = positionIn(url);
  if (id === null) return null;
  const page = parseMarkup(answer.text());
  const item = readPosition(page, { id, url: url.href, now: context.now });
  if (item !== null) return { items: [item] };
  // Without its data the page is a shell: a browser may fill it.
  if (textOf(page).length < shellChars) return null;
  throw new SchemaError("The position page holds neither the data nor the parts that it is known by.");
}
