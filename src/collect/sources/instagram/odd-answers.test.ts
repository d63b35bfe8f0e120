import { describe, expect, it } from "vitest";
import { useSourceLab } from "../../../../test/sources/source-lab.ts";
import { expiredToken, graphFailure } from "../../../../test/stand-ins/graph.ts";
import { instagramEnv, instagramPost, openInstagram } from "../../../../test/stand-ins/instagram.ts";
import { instagram } from "./index.ts";

const posts = (count: number) => Array.from({ length: count }, (_, index) => instagramPost(index + 1));
const parts = {
  source: instagram,
  open: openInstagram,
  homes: ({ origin }: { origin: string }) => ({ graph: origin }),
};
const account = { account: "naru.river", profile: "no" };

describe("Instagram", () => {
  const lab = useSourceLab({ ...parts, env: instagramEnv });

  it("brings nothing new the second time, though a post is found by two hashtags and by its account", async () => {
    const { state } = lab.standIn();
    for (const tag of ["나루여행", "강변산책"]) state.hashtags.set(tag, posts(3));
    state.accounts.set("naru.river", posts(3));
    const order = { query: ["나루여행", "강변산책"], set: account };
    expect((await lab.collect(order)).progress.documents).toBe(3);
    expect((await lab.collect(order)).progress.documents).toBe(0);
    expect((await lab.collect({ query: ["강변산책"] })).progress.documents).toBe(0);
    expect((await lab.documents())[0]?.fields.query).toBe("#강변산책");
    expect((await lab.collect({ set: account })).progress.documents).toBe(0);
    expect((await lab.documents())[0]?.fields.account).toBe("naru.river");
  });

  it("leaves an account whose cursor stands still, with a note", async () => {
    lab.standIn().state.accounts.set("naru.river", posts(60));
    lab.standIn().state.stuck = true;
    const view = await lab.collect({ set: account });
    expect(view).toMatchObject({ status: "done", notes: [{ code: "stopped_early" }] });
    expect(lab.asked()).toHaveLength(2);
  });

  it("sees an error inside an answer that calls itself good", async () => {
    lab.standIn().failNext({ ...expiredToken, status: 200 });
    const expired = await lab.collect({ set: account });
    expect(expired).toMatchObject({ errorCode: "auth_expired" });
    expect(expired.errorMessage).toContain("INSTAGRAM_ACCESS_TOKEN");
    lab.standIn().failNext({ ...graphFailure(200, 10, "(#10) More permissions are needed.") });
    expect(await lab.collect({ query: ["나루여행"] })).toMatchObject({ errorCode: "permission_denied" });
  });
});

describe("Instagram, asked in the name of a wrong account", () => {
  const lab = useSourceLab({ ...parts, env: { ...instagramEnv, INSTAGRAM_USER_ID: "99" } });

  it.each([{ set: account }, { query: ["나루여행"] }])("does not blame what was asked for: %o", async (order) => {
    lab.standIn().state.accounts.set("naru.river", posts(1));
    lab.standIn().state.hashtags.set("나루여행", posts(1));
    const view = await lab.collect(order);
    expect(view).toMatchObject({ status: "failed", errorCode: "permission_denied", notes: [] });
    expect(view.errorMessage).toContain("INSTAGRAM_USER_ID");
  });
});
