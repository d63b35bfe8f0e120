import { z } from "zod";
import { MissingPartError } from "../../../../platform/errors.ts";
import { readEach } from "../../answer.ts";
import { addressOf, numberParam, wireUrl, withParams } from "../../wire-url.ts";
import { isAt, isoMoment, type SearchProvider } from "../provider.ts";

const lastPage = 50;

const page = z.object({
  results: z.array(z.unknown()),
  number_of_results: z.number().optional(),
  /** Each with its reason: `["google", "Suspended: CAPTCHA"]`. */
  unresponsive_engines: z.array(z.array(z.unknown())).catch([]).default([]),
});
const result = z.object({
  url: z.string(),
  title: z.string().default(""),
  content: z.string().nullish(),
  publishedDate: z.string().nullish(),
});

/** A SearXNG of one's own, which asks other search engines; it needs no key. */
export const searxng: SearchProvider = {
  id: "searxng",
  name: { ko: "SearXNG (직접 띄운 서버)", en: "SearXNG of one's own" },
  homes: { searxng: "" },
  credentials: [],
  quotas: [],
  dated: true,
  first: ({ homes }, query) => {
    const { searxng: home = "" } = homes;
    if (home === "") {
      throw new MissingPartError("endpoint_missing", "There is no SearXNG to ask: its address is not set.", {
        field: "collect.endpoints",
        next: "Run one (https://docs.searxng.org/) and name it: NARU_COLLECT_ENDPOINTS=web-search.searxng=http://127.0.0.1:8888",
      });
    }
    return addressOf(`${home}/search`, { q: query, format: "json", pageno: 1 });
  },
  owns: (url, homes) => isAt(url, homes.searxng, "/search"),
  request: (url) => ({ url: wireUrl(url) }),
  read: (answer) => {
    const { results, number_of_results: total = 0, unresponsive_engines: silent } = answer.json(page);
    const { good, unreadable } = readEach(results, result);
    const number = numberParam(answer.url, "pageno", 1);
    return {
      results: good.map(({ url, title, content, publishedDate }) => ({
        url,
        title,
        snippet: content ?? "",
        publishedAt: isoMoment(publishedDate),
      })),
      unreadable,
      // It says 0 whenever the engines behind it told no number.
      total: total === 0 ? null : total,
      next: results.length > 0 && number < lastPage ? withParams(answer.url, { pageno: number + 1 }) : null,
      ...(results.length === 0 && number === 1 && silent.length > 0 ? { trouble: toldOf(silent) } : {}),
    };
  },
  judge: ({ status }) =>
    status === 403
      ? {
          reason: "permission_denied",
          detail:
            "This SearXNG gives no JSON: add json to search.formats in its settings.yml, and switch its limiter off for naru.",
        }
      : null,
};

function toldOf(engines: readonly (readonly unknown[])[]): string {
  const told = engines
    .slice(0, 10)
    .map(([name, why]) => `${String(name)}${why === undefined ? "" : ` (${String(why)})`}`);
  return `engines behind it did not answer: ${told.join(", ").slice(0, 300)}`;
}
