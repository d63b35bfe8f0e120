import { describe, expect, it } from "vitest";
import { useSourceLab } from "../../../../test/sources/source-lab.ts";
import {
  openSlack,
  type SlackMessage,
  slackChannel,
  slackError,
  slackMessage,
  slackTime,
  slackToken,
  tsOf,
} from "../../../../test/stand-ins/slack.ts";
import { slack } from "./index.ts";
import { messageText } from "./message-text.ts";

const lab = useSourceLab({
  source: slack,
  open: openSlack,
  env: { SLACK_BOT_TOKEN: slackToken },
  homes: ({ origin }) => ({ api: `${origin}/api` }),
});
const set = { channel: slackChannel };
const say = (...messages: SlackMessage[]) => {
  for (const channel of lab.standIn().state.channels) if (channel.id === slackChannel) channel.messages = messages;
};
const answers = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => slackMessage(from - index, { text: `${from - index}번 답` }));

describe("messages", () => {
  it("tell what was said, where, and nothing of who", async () => {
    const more = { reactions: [{ name: "+1", count: 3, users: ["U0READER1"] }], edited: { ts: tsOf(1) } };
    say(
      slackMessage(5, {
        more,
        text: "<@U0READER1> *중요*합니다: <https://naru.example/a?b=1&amp;c=2|회의록> :+1::skin-tone-2:",
      }),
    );
    await lab.collect({ set });
    const [document] = await lab.documents();
    expect(document).toMatchObject({
      url: `https://naru-team.slack.com/archives/${slackChannel}/p${tsOf(5).replace(".", "")}`,
      kind: "message",
      title: null,
      author: null,
      text: expect.stringMatching(/^@[0-9a-f]{8} 중요합니다: 회의록 👍$/),
      published_at: new Date(slackTime(5)),
      modified_at: new Date(slackTime(1)),
      fields: { channel: "나루-이야기", reactions: 3, replyCount: 0, isBot: false, authorHash: expect.any(String) },
    });
    expect(JSON.stringify(document)).not.toMatch(/U0(?:WRITER|READER)/);
  });

  it("come with every answer of their threads, which hang on them", async () => {
    say(slackMessage(900, { replies: answers(880, 450) }), slackMessage(901));
    await lab.collect({ set });
    const documents = await lab.documents();
    const parent = `https://naru-team.slack.com/archives/${slackChannel}/p${tsOf(900).replace(".", "")}`;
    expect(documents.filter(({ parent_url }) => parent_url === parent)).toHaveLength(450);
    expect(documents).toHaveLength(452);
    expect(documents.find(({ text }) => text === "880번 답")?.url).toContain(
      `?cid=${slackChannel}&thread_ts=${tsOf(900)}`,
    );
    expect(lab.asked().filter((path) => path.includes("conversations.replies"))).toHaveLength(3);
  });

  it("go on page by page although the pages are short", async () => {
    lab.standIn().state.most = 15;
    say(...Array.from({ length: 50 }, (_, index) => slackMessage(index + 1)));
    await lab.collect({ set });
    expect(await lab.documents()).toHaveLength(50);
  });

  it("of a day are those of the day, with new answers to older threads", async () => {
    const old = slackMessage(3 * 1_440, { replies: [slackMessage(2_000), slackMessage(100)] });
    const ancient = slackMessage(20 * 1_440, { replies: [slackMessage(90)] });
    say(...Array.from({ length: 10 }, (_, index) => slackMessage(index * 40)), old, ancient);
    await lab.collect({ set, since: slackTime(200), until: slackTime(60) });
    const at = (await lab.documents()).map(({ published_at }) => published_at?.toISOString()).sort();
    expect(at).toEqual([200, 160, 120, 100, 80].map((n) => new Date(slackTime(n)).toISOString()));
  });

  it("stop at the number asked for", async () => {
    say(...Array.from({ length: 450 }, (_, index) => slackMessage(index + 1, { replies: [] })));
    await lab.collect({ set, maxResults: 250 });
    expect(await lab.documents()).toHaveLength(250);
  });

  it("of Slack itself are no talk, those of apps have their words elsewhere", async () => {
    const attachments = [
      { title: "빌드 실패", text: "나루 서버에서 <https://ci.example/1|1번 일>이 멈췄습니다", fallback: "빌드" },
    ];
    const { user: _, ...noUser } = slackMessage(2, { text: "" });
    say(slackMessage(1, { text: "<@U0WRITER1> has joined the channel", more: { subtype: "channel_join" } }), {
      ...noUser,
      more: { subtype: "bot_message", bot_id: "B77", username: "빌드 알림", attachments },
    });
    await lab.collect({ set });
    const documents = await lab.documents();
    expect(documents).toHaveLength(1);
    expect(documents[0]).toMatchObject({
      author: "빌드 알림",
      text: "빌드 실패\n나루 서버에서 1번 일이 멈췄습니다",
      fields: { isBot: true },
    });
  });

  it("that were deleted lose their stored text", async () => {
    const parent = slackMessage(9, { replies: answers(8, 2) });
    say(parent);
    await lab.collect({ set });
    Object.assign(parent, { text: "This message was deleted.", user: "USLACKBOT", more: { subtype: "tombstone" } });
    await lab.collect({ set });
    const documents = await lab.documents();
    const erased = documents.filter(({ deleted_at }) => deleted_at !== null);
    expect(erased).toMatchObject([{ text: "", fields: {} }]);
    expect(documents).toHaveLength(3);
    expect(JSON.stringify(documents)).not.toContain("was deleted");
  });
});

describe("channels", () => {
  it("are found by name, however many pages they fill", async () => {
    const { state } = lab.standIn();
    const others = Array.from({ length: 450 }, (_, index) => ({
      id: `C0OTHER${index + 10}`,
      name: `방-${index}`,
      messages: [],
    }));
    state.channels = [...others, ...state.channels];
    say(slackMessage(1));
    const view = await lab.collect({ set: { channel: `#${"나루-이야기".normalize("NFD")}, 없는-방` } });
    expect(await lab.documents()).toHaveLength(1);
    expect(view).toMatchObject({ status: "done", progress: { failed: 0 } });
    expect(view.notes).toMatchObject([{ code: "not_allowed", message: expect.stringContaining("#없는-방") }]);
  });

  it("are read without their names where the bot may not see them", async () => {
    lab.standIn().state.denied = ["conversations.info"];
    say(slackMessage(1));
    const view = await lab.collect({ set });
    expect(view.notes).toMatchObject([{ code: "permission_narrow" }]);
    expect((await lab.documents())[0]?.fields.channel).toBe(slackChannel);
  });

  it("must be named", async () => {
    await expect(lab.collect({})).rejects.toMatchObject({ code: "source_option_wrong", field: "set.channel" });
    await expect(lab.collect({ set: { channel: "a/b" } })).rejects.toMatchObject({ code: "source_option_wrong" });
  });
});

describe("people", () => {
  it("are never looked up unless their names are wanted", async () => {
    say(slackMessage(1), slackMessage(2));
    await lab.collect({ set });
    expect(lab.asked().some((path) => path.includes("users."))).toBe(false);
  });

  it("have the name that they show, once each, joined to what they wrote by their hash", async () => {
    lab.standIn().state.users = [0, 1, 2].map((n) => ({ id: `U0WRITER${n}`, display: `뱃사공 ${n}` }));
    say(...Array.from({ length: 9 }, (_, index) => slackMessage(index)));
    await lab.collect({ set: { ...set, names: "yes" } });
    const documents = await lab.documents();
    const people = documents.filter(({ kind }) => kind === "profile");
    expect(people.map(({ title }) => title).sort()).toEqual(["뱃사공 0", "뱃사공 1", "뱃사공 2"]);
    const [first] = people;
    const theirs = documents.filter(
      ({ kind, fields }) => kind === "message" && fields.authorHash === first?.fields.authorHash,
    );
    expect(theirs).toHaveLength(3);
    expect(JSON.stringify(documents)).not.toContain("example.com");
  });
});

describe("errors inside a 200", () => {
  it.each([
    ["token_revoked", "auth_expired"],
    ["missing_scope", "permission_denied"],
    ["channel_not_found", "not_found"],
    ["invalid_cursor", "http_error"],
  ])("%s is %s", async (error, reason) => {
    say(slackMessage(1));
    lab.standIn().failNext(slackError(error, { needed: "channels:history" }));
    const view = await lab.collect({ set });
    expect(view.progress.byReason).toEqual({ [reason]: 1 });
  });

  it("too fast waits as long as it is told", async () => {
    say(slackMessage(1));
    lab.standIn().failNext({ ...slackError("ratelimited"), headers: { "retry-after": "1" } });
    const view = await lab.collect({ set });
    expect(view).toMatchObject({ status: "done", progress: { failed: 0, documents: 1 } });
    const [first, second] = lab.standIn().log;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it("trouble of Slack's own is tried again", async () => {
    say(slackMessage(1));
    lab.standIn().failNext(slackError("internal_error"));
    expect(await lab.collect({ set })).toMatchObject({ status: "done", progress: { failed: 0, documents: 1 } });
  });
});

it.each([
  ["<!here> <!subteam^S01|@배포팀> <#C01|잡담> 보세요", "@here @배포팀 #잡담 보세요"],
  ["<mailto:a@naru.example|a@naru.example> <https://naru.example/>", "a@naru.example https://naru.example/"],
  ["<!date^1392734382^{date}|2014년 2월 18일>에 :naru-boat: 10:30:45", "2014년 2월 18일에 :naru-boat: 10:30:45"],
  ["a*b*c ~취소~함 `npm run 나루` ```let x = 1;```", "a*b*c 취소함 npm run 나루 \nlet x = 1;"],
  ["1 &lt; 2 &amp;amp; 3 :100:", "1 < 2 &amp; 3 💯"],
])("writes %s as plain text", (markup, text) => {
  expect(messageText(markup, () => "0123456789abcdef")).toBe(text);
});
