import type { Source } from "../source.ts";

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
  options: [],
  asks: "urls",
  paceMs: 0,
  allowAddresses: [],
  fields: [],
  version: "1",
  begin: ({ urls }) => urls.map((url) => ({ url, way: "page" })),
};
