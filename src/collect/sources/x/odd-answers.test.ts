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

it("reads no time without a zone as one of this machine's", async () => {
  const data = [
    { id: "1990", text: "저녁 배", created_at: "2026-11-20 09:00" },
    { id: "1991", text: "아침 배", created_at: "2026-11-20T09:00:00.000Z" },
  ];
  lab.standIn().failNext({ body: { data, meta: { result_count: 2 } } });
  await lab.collect(order);
  const times = (await lab.documents()).map(({ published_at }) => published_at);
  expect(times).toEqual([null, new Date("2026-11-20T09:00:00Z")]);
});
