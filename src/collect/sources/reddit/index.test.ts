import { describeSource } from "../../../../test/sources/source-contract.ts";
import { openReddit, redditKeys } from "../../../../test/stand-ins/reddit.ts";
import { redditComment, redditPost } from "../../../../test/stand-ins/reddit-posts.ts";
import { reddit } from "./index.ts";

describeSource({
  source: reddit,
  open: openReddit,
  env: { ...redditKeys, REDDIT_USERNAME: "naru_keeper" },
  homes: ({ origin }) => ({ www: origin, oauth: origin }),
  order: { set: { subreddit: "korea" } },
  fill: ({ state }, count) => {
    // The first post has a comment with an answer.
    const comments = [redditComment("c1", [redditComment("c2")])];
    state.posts = Array.from({ length: count }, (_, index) => redditPost(index + 1, index === 0 ? { comments } : {}));
  },
  pageSize: 100,
  itemsOf: (count) => (count === 0 ? 0 : count + 2),
  change: ({ state }) => {
    state.broken = true;
  },
  korean: '나루 이야기 1: "뷁" & 뱃삯\n1번째 나루에서 배를 기다렸다. 5 < 7 & 강바람이 좋았다.',
  remove: ({ state }) => {
    for (const post of state.posts.slice(0, 1)) post.removedBy = "moderator";
    return "told";
  },
  failures: {
    403: { answer: { status: 403, body: { reason: "private", message: "Forbidden" } }, reason: "permission_denied" },
  },
});
