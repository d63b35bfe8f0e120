import { expect, it } from "vitest";
import { testAgent } from "../../../test/sites/render-address.ts";
import { openSite } from "../../../test/sites/small-site.ts";
import { allowList, createOutgoingHttp } from "../../platform/http-out/index.ts";
import { hopOf } from "./hop.ts";

/** Asks a site once; `may` answers each time that the request is about to leave. */
async function ask(may: boolean[]) {
  const site = await openSite({ "/": "here" });
  const http = createOutgoingHttp({ timeoutMs: 2_000 });
  const steps: string[] = [];
  const hop = hopOf({
    http,
    userAgent: testAgent,
    now: Date.now,
    collectionId: 1,
    sourceId: "web",
    turn: () => {
      steps.push("turn");
      return undefined;
    },
    mayLeave: () => {
      const yes = may.shift() ?? true;
      steps.push(`${yes ? "leaves" : "stays"}, ${site.log.length} seen`);
      return yes;
    },
    rest: () => {},
    onRequest: () => steps.push("told"),
  });
  const before = async () => {
    steps.push("before");
  };
  try {
    const { response } = await hop({ url: new URL(site.url("/")), allow: allowList([site.host]), before });
    return { steps, status: response.status, seen: site.log.length };
  } finally {
    await http.close();
    await site.close();
  }
}

it("asks whether a request may leave when its connection stands, and waits for another turn when it may not", async () => {
  const once = ["turn", "before"];
  expect(await ask([])).toEqual({ steps: [...once, "leaves, 0 seen", "told"], status: 200, seen: 1 });
  expect(await ask([false, false])).toEqual({
    steps: [...once, "stays, 0 seen", ...once, "stays, 0 seen", ...once, "leaves, 0 seen", "told"],
    status: 200,
    seen: 1,
  });
});
