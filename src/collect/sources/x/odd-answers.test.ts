import { expect, it } from "vitest";
import { useSourceLab } from "../../../../test/sources/source-lab.ts";
import { openX, xEnv } from "../../../../test/stand-ins/x.ts";
import { x } from "./index.ts";

const lab = useSourceLab({ source: x, open: openX, env: xEnv, homes: ({ origin }) => ({ api: origin }) });
const order = { query: ["나루"], set: { budget: "2.00" } };

it("pays for no page that leads to itself", async () => {
  const data = Array.from({ length: 10 }, (_, n) => ({ id: String(1_990 + n), text: `${n}번째 나루` }));
  const page = { data, meta: { result_count: data.length, next_token: "b26v89c19zqg8o3f" } };
  lab.standIn().failNext(...Array.from({ length: 30 }, () => ({ body: page })));
  const view = await lab.collect(order);
  expect(view).toMatchObject({ status: "done", progress: { items: 10 } });
  expect(view.notes.map(({ code }) => code)).toEqual(["cost", "stopped_early", "cost"]);
  expect(lab.asked()).toHaveLength(2);
});

it("says once why a token was refused", async () => {
  lab.standIn().failNext({ status: 401, body: { title: "Unauthorized", detail: "Unauthorized" } });
  const view = await lab.collect(order);
  expect(view.errorMessage).toContain(": Unauthorized. Make a new bearer token");
});
