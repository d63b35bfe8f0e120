import { describeSource } from "../../../../test/sources/source-contract.ts";
import { openSlack, slackChannel, slackError, slackMessage, slackToken } from "../../../../test/stand-ins/slack.ts";
import { slack } from "./index.ts";

describeSource({
  source: slack,
  open: openSlack,
  env: { SLACK_BOT_TOKEN: slackToken },
  homes: ({ origin }) => ({ api: `${origin}/api` }),
  order: { set: { channel: slackChannel } },
  fill: ({ state }, count) => {
    // The first message has an answer.
    const replies = [slackMessage(0)];
    for (const channel of state.channels) {
      channel.messages = Array.from({ length: count }, (_, index) =>
        slackMessage(index + 1, index === 0 ? { replies } : {}),
      );
    }
  },
  pageSize: 200,
  itemsOf: (count) => (count === 0 ? 0 : count + 1),
  change: ({ state }) => {
    state.broken = true;
  },
  korean: "1번 배포는 순조로웠습니다 🎉 <뷁> & 다들 고생했어요",
  remove: ({ state }) => {
    for (const message of state.channels[0]?.messages.slice(0, 1) ?? []) {
      Object.assign(message, { text: "This message was deleted.", user: "USLACKBOT", more: { subtype: "tombstone" } });
    }
    return "told";
  },
  failures: {
    401: { answer: slackError("invalid_auth"), reason: "auth_expired" },
    403: { answer: slackError("not_in_channel"), reason: "permission_denied" },
    404: { answer: slackError("channel_not_found"), reason: "not_found" },
  },
});
