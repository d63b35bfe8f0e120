import type { ApiRequest, Keys, Order, Source } from "../source.ts";
import { wireUrl } from "../wire-url.ts";
import { begin } from "./channels.ts";
import { judge } from "./judge.ts";
import { read } from "./read.ts";

/** A team's own Slack: messages of chosen channels with their threads, people known by a hash only. */
export const slack: Source = {
  id: "slack",
  name: { ko: "슬랙", en: "Slack" },
  description: {
    ko: "고른 채널의 메시지와 스레드를 팀의 봇으로 모읍니다.",
    en: "Collects messages and threads of chosen channels through the team's own bot.",
  },
  way: "api",
  permission: {
    ko: "팀이 스스로 만든 앱의 봇 토큰으로, 봇이 들어간 채널만 읽습니다. 사람은 해시로만 구별하고, 구성원에게 미리 알리는 것은 팀의 몫입니다. 필요한 권한: channels:history, channels:read (비공개는 groups:history, groups:read).",
    en: "Reads channels that the bot of the team's own app is in. People are told apart by a hash only; telling members beforehand is up to the team. Scopes: channels:history and channels:read (groups:history and groups:read for private ones).",
  },
  credentials: [
    {
      id: "bot",
      name: { ko: "슬랙 봇 토큰 (xoxb-)", en: "Slack bot token (xoxb-)" },
      variables: ["SLACK_BOT_TOKEN"],
      applyAt: "https://api.slack.com/apps",
    },
  ],
  homes: { api: "https://slack.com/api" },
  quotas: [],
  options: [
    {
      name: "channel",
      says: { ko: "채널 이름이나 번호(C…), 쉼표로 여럿", en: "names or ids (C…) of channels, by commas" },
    },
    {
      name: "threads",
      says: { ko: "스레드의 답글도 모을지", en: "whether answers in threads are collected too" },
      oneOf: ["yes", "no"],
      default: "yes",
    },
    {
      name: "lookBack",
      says: {
        ko: "기간을 정했을 때, 며칠 전에 시작된 스레드의 새 답글까지 찾을지",
        en: "with --since: days before it in which threads may have begun that have newer answers",
      },
      default: "7",
    },
    {
      name: "names",
      says: {
        ko: "사람의 표시 이름도 가져올지 (users:read 권한)",
        en: "whether people's display names are fetched (scope users:read)",
      },
      oneOf: ["no", "yes"],
      default: "no",
    },
  ],
  asks: "none",
  // The methods that read allow some fifty requests a minute.
  paceMs: 1_200,
  allowAddresses: [],
  fields: ["channel", "replyCount", "reactions", "files", "isBot", "authorHash"],
  version: "1",
  begin,
  request,
  read,
  judge,
};

function request(url: URL, { values }: Keys, { homes }: Order): ApiRequest | null {
  if (!url.href.startsWith(`${homes.api}/`)) return null;
  return { url: wireUrl(url), headers: [["Authorization", `Bearer ${values.SLACK_BOT_TOKEN ?? ""}`]] };
}
