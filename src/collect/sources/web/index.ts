import { InvalidInputError } from "../../../platform/errors.ts";
import { readByRecipe } from "../../recipe/read-by-recipe.ts";
import type { NextAddress, Order, Source } from "../source.ts";

/** Any web site, breadth-first from the addresses a person gives, as far as its robots.txt allows. */
export const web: Source = {
  id: "web",
  name: { ko: "웹 사이트", en: "Web site" },
  description: {
    ko: "주소를 주면 그 사이트의 글을 링크를 따라 차례로 모읍니다. robots.txt를 지킵니다.",
    en: "Collects a site's pages from the addresses you give, link by link, within its robots.txt.",
  },
  way: "pages",
  permission: {
    ko: "robots.txt를 따릅니다. 이용 약관은 직접 확인하세요.",
    en: "Follows robots.txt; the terms of use are yours to read.",
  },
  credentials: [],
  homes: {},
  quotas: [],
  options: [
    {
      name: "mode",
      says: {
        ko: "links: 링크를 따라 · sitemap: 사이트맵에 있는 쪽만 · feed: 준 주소와 그 피드에 있는 쪽만",
        en: "links follows links · sitemap: only what sitemaps list · feed: the addresses given and what their feeds list",
      },
      oneOf: ["links", "sitemap", "feed"],
      default: "links",
    },
  ],
  takesRecipes: true,
  asks: "urls",
  paceMs: 0,
  allowAddresses: [],
  fields: [],
  version: "1",
  begin,
  crawl: ({ set, hasRecipe }) => {
    // A recipe says itself where it goes on.
    if (hasRecipe) return { depth: 0, links: null };
    if (set.mode === "sitemap") return { depth: 1, links: ["sitemap"] };
    return set.mode === "feed" ? { depth: 1, links: ["alternate", "feed-item"] } : { depth: 3, links: null };
  },
  read: (answer, context) =>
    context.order.recipe == null ? null : readByRecipe(context.order.recipe, answer, context),
};

function begin({ urls, set, recipe }: Order): NextAddress[] {
  if (set.mode !== "sitemap") return urls.map((url) => ({ url, way: "page" }));
  if (recipe != null) {
    throw new InvalidInputError("source_option_wrong", "A recipe goes from list to list, not by sitemaps.", {
      field: "set.mode",
      next: "Leave --set mode=sitemap or --recipe out.",
    });
  }
  return urls.map((url) => ({ url: isSitemap(url) ? url : new URL("/sitemap.xml", url).href, way: "page" }));
}

/** By its name, as people give them: `/sitemap_index.xml`, `/sitemap-posts.xml.gz`, `/sitemap.txt`. */
function isSitemap(url: string): boolean {
  const { pathname } = new URL(url);
  return /\.xml(?:\.gz)?$/i.test(pathname) || /sitemap[^/]{0,100}$/i.test(pathname);
}
