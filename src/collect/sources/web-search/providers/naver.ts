import { z } from "zod";
import { readEach } from "../../answer.ts";
import {
  judgeNaver,
  naverCredentials,
  naverFirst,
  naverHomes,
  naverNext,
  naverQuotas,
  naverRequest,
} from "../../naver-search.ts";
import { isAt, type SearchProvider } from "../provider.ts";

const page = z.object({ total: z.number(), items: z.array(z.unknown()) });
const result = z.object({ title: z.string(), link: z.string(), description: z.string().default("") });

const hubPath = "/search/v1/webkr";
const legacyPath = "/v1/search/webkr.json";

const everything = { maxResults: null, since: null, until: null };

/** Naver's search of web documents, in both homes of its API. */
export const naver: SearchProvider = {
  id: "naver",
  name: { ko: "네이버 웹 문서", en: "Naver web documents" },
  homes: naverHomes,
  credentials: naverCredentials,
  quotas: naverQuotas,
  dated: false,
  first: (order, query) => {
    const { homes, credentials } = order;
    return naverFirst(
      credentials === "legacy" ? `${homes.legacy}${legacyPath}` : `${homes.hub}${hubPath}`,
      query,
      order,
    );
  },
  owns: (url, homes) => isAt(url, homes.hub, hubPath) || isAt(url, homes.legacy, legacyPath),
  request: naverRequest,
  read: (answer) => {
    const { total, items } = answer.json(page);
    const { good, unreadable } = readEach(items, result);
    return {
      results: good.map(({ title, link, description }) => ({ url: link, title, snippet: description })),
      unreadable,
      total,
      // How many are wanted is the engine of searches' to know.
      next: naverNext(answer.url, { read: items.length, taken: 0, total }, everything).next,
    };
  },
  judge: judgeNaver,
};
