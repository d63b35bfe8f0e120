import { expect, it } from "vitest";
import { useSourceLab } from "../../../../test/sources/source-lab.ts";
import { expiredToken } from "../../../../test/stand-ins/graph.ts";
import { openThreads, threadsEnv, threadsPost } from "../../../../test/stand-ins/threads.ts";
import { threads } from "./index.ts";

const lab = useSourceLab({
  source: threads,
  open: openThreads,
  env: threadsEnv,
  homes: ({ origin }) => ({ graph: origin }),
});
const order = { query: ["나루"] };

it("leaves a search whose cursor stands still, with a note", async () => {
  const { state } = lab.standIn();
  Object.assign(state, { posts: [threadsPost(1), threadsPost(2)], cursors: true, stuck: true });
  const view = await lab.collect(order);
  expect(view).toMatchObject({ status: "done", notes: [{ code: "stopped_early" }] });
  expect(lab.asked()).toHaveLength(2);
});

it("sees an error inside an answer that calls itself good", async () => {
  lab.standIn().failNext({ ...expiredToken, status: 200 });
  const view = await lab.collect(order);
  expect(view).toMatchObject({ errorCode: "auth_expired" });
  expect(view.errorMessage).toContain("THREADS_ACCESS_TOKEN");
});
