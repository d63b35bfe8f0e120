import { feed } from "./feed/index.ts";
import { files } from "./files/index.ts";
import { instagram } from "./instagram/index.ts";
import { jobkorea } from "./jobkorea/index.ts";
import { jumpit } from "./jumpit/index.ts";
import { linkedin } from "./linkedin/index.ts";
import { naverBlog } from "./naver-blog/index.ts";
import { naverNews } from "./naver-news/index.ts";
import { programmers } from "./programmers/index.ts";
import { reddit } from "./reddit/index.ts";
import { rocketpunch } from "./rocketpunch/index.ts";
import { saramin } from "./saramin/index.ts";
import { slack } from "./slack/index.ts";
import type { Source } from "./source.ts";
import { threads } from "./threads/index.ts";
import { tiktok } from "./tiktok/index.ts";
import { wanted } from "./wanted/index.ts";
import { web } from "./web/index.ts";
import { webSearch } from "./web-search/index.ts";
import { x } from "./x/index.ts";
import { youtube } from "./youtube/index.ts";

/** Every source, by hand: a folder that is forgotten here is a failing test, not a surprise. */
export const sources: readonly Source[] = [
  web,
  feed,
  webSearch,
  files,
  naverBlog,
  naverNews,
  youtube,
  reddit,
  slack,
  saramin,
  instagram,
  wanted,
  threads,
  jumpit,
  x,
  tiktok,
  rocketpunch,
  programmers,
  jobkorea,
  linkedin,
];

export function findSource(id: string): Source | undefined {
  return sources.find((source) => source.id === id);
}
