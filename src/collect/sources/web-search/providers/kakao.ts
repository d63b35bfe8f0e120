import { z } from "zod";
import { readEach } from "../../answer.ts";
import { addressOf, numberParam, wireUrl, withParams } from "../../wire-url.ts";
import { sizeFor } from "../../within.ts";
import { isAt, isoMoment, type SearchProvider } from "../provider.ts";

const pageSize = 50;
const lastPage = 50;

const page = z.object({
  meta: z.object({ total_count: z.number().optional(), is_end: z.boolean().optional() }),
  documents: z.array(z.unknown()),
});
const result = z.object({
  title: z.string(),
  contents: z.string().default(""),
  url: z.string(),
  datetime: z.string().optional(),
  blogname: z.string().optional(),
});
const failure = z.object({
  errorType: z.string().optional(),
  code: z.number().optional(),
  message: z.string().optional(),
  msg: z.string().optional(),
});

/** Daum's search of web documents or blogs, by the API of Kakao. */
export const kakao: SearchProvider = {
  id: "kakao",
  name: { ko: "카카오 (다음 검색)", en: "Kakao (Daum search)" },
  homes: { kakao: "https://dapi.kakao.com" },
  credentials: [
    {
      id: "kakao",
      name: { ko: "카카오 REST API 키", en: "Kakao REST API key" },
      variables: ["KAKAO_REST_API_KEY"],
      applyAt: "https://developers.kakao.com/console/app",
    },
  ],
  quotas: [
    {
      bucket: "kakao",
      limit: 30_000,
      window: { kind: "day", zone: "Asia/Seoul" },
      of: { ko: "카카오 하루 호출", en: "calls a day to Kakao" },
    },
  ],
  dated: true,
  first: (order, query) =>
    addressOf(`${order.homes.kakao}/v2/search/${order.set.section === "blog" ? "blog" : "web"}`, {
      query,
      size: sizeFor(pageSize, order.maxResults, order),
      page: 1,
    }),
  owns: (url, { kakao: home }) => isAt(url, home, "/v2/search/web") || isAt(url, home, "/v2/search/blog"),
  request: (url, { values }) => ({
    url: wireUrl(url),
    headers: [["Authorization", `KakaoAK ${values.KAKAO_REST_API_KEY}`]],
    costs: [{ bucket: "kakao", amount: 1 }],
  }),
  read: (answer) => {
    const { meta, documents } = answer.json(page);
    const { good, unreadable } = readEach(documents, result);
    const number = numberParam(answer.url, "page", 1);
    const more = documents.length > 0 && meta.is_end !== true && number < lastPage;
    return {
      results: good.map(({ title, contents, url, datetime, blogname }) => ({
        url,
        title,
        snippet: contents,
        siteName: blogname,
        publishedAt: isoMoment(datetime),
      })),
      unreadable,
      total: meta.total_count ?? null,
      next: more ? withParams(answer.url, { page: number + 1 }) : null,
    };
  },
  judge: (answer) => {
    if (answer.status < 400) return null;
    const { errorType = "", code = 0, msg = "", message = msg } = answer.json(failure);
    const detail = `${errorType} ${message}`.trim();
    // -10: the quota of the app; of a second it comes as RequestThrottled.
    if (code === -10 || (answer.status === 429 && /limit|quota/i.test(message)))
      return { reason: "quota_exhausted", detail, bucket: "kakao" };
    if (answer.status === 403 && /disabled|NotAuthorized/i.test(detail)) {
      return {
        reason: "permission_denied",
        detail: `${detail} Turn the search API on for the app in Kakao Developers.`,
      };
    }
    return null;
  },
};
