import { describeSource } from "../../../../test/sources/source-contract.ts";
import {
  openYoutube,
  youtubeError,
  youtubeKey,
  youtubeThread,
  youtubeVideo,
} from "../../../../test/stand-ins/youtube.ts";
import { youtube } from "./index.ts";

describeSource({
  source: youtube,
  open: openYoutube,
  env: { YOUTUBE_API_KEY: youtubeKey },
  homes: ({ origin }) => ({ api: `${origin}/youtube/v3` }),
  order: { query: ["스위스"] },
  fill: ({ state }, count) => {
    // The first video has a thread with its answer.
    state.videos = Array.from({ length: count }, (_, index) =>
      youtubeVideo(index + 1, index === 0 ? { threads: [youtubeThread("UgxFirst", 1)] } : {}),
    );
  },
  pageSize: 50,
  itemsOf: (count) => (count === 0 ? 0 : count + 2),
  change: ({ state }) => {
    state.broken = true;
  },
  korean: '스위스 호수 1번째 영상 "뷁"',
  remove: ({ state }) => {
    for (const video of state.videos.slice(0, 1)) video.removed = true;
    return "told";
  },
  failures: {
    401: {
      answer: {
        status: 400,
        body: { error: { message: "API key not valid.", details: [{ reason: "API_KEY_INVALID" }] } },
      },
      reason: "auth_expired",
    },
    403: { answer: youtubeError(403, "forbidden"), reason: "permission_denied" },
  },
});
