import { expect, it } from "vitest";
import { useSourceLab } from "../../../../test/sources/source-lab.ts";
import { openTiktok, tiktokEnv, tiktokVideo } from "../../../../test/stand-ins/tiktok.ts";
import { tiktok } from "./index.ts";

const lab = useSourceLab({
  source: tiktok,
  open: openTiktok,
  env: tiktokEnv,
  homes: ({ origin }) => ({ api: origin }),
});

it("begins a search anew that TikTok has forgotten, once, and counts nothing twice", async () => {
  const { state } = lab.standIn();
  state.videos = Array.from({ length: 250 }, (_, index) => tiktokVideo(index + 1));
  state.forgetful = true;
  const order = { query: ["나루"], since: "2026-11-01T00:00:00.000Z", until: "2026-11-20T04:00:00.000Z" };
  const view = await lab.collect({ ...order, maxResults: 220 });
  expect(view).toMatchObject({
    status: "done",
    progress: { failed: 0, items: 220 },
    notes: [{ code: "stopped_early", message: expect.stringContaining("2026-11-01 to 2026-11-20") }],
  });
});
