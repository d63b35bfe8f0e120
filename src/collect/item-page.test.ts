import { expect, it } from "vitest";
import { itemOf } from "../domain/item.ts";
import { itemPage } from "./item-page.ts";

const item = (more: Partial<Parameters<typeof itemOf>[0]>) =>
  itemPage(itemOf({ url: "https://site.test/1", kind: "comment", text: "나루", ...more }), "boats", "1");

it("keeps what an item says in the form that the database takes", () => {
  const fields = { ["__proto__"]: "강\u0000가", tags: ["배\ud800"], likes: 3 };
  const page = item({ text: "나\u0000루", author: "먼\udc00산", language: "k\u0000o", fields });
  expect(page?.reading.document).toMatchObject({ text: "나루", author: "먼\ufffd산", language: null });
  expect(Object.entries(page?.item.of.fields ?? {})).toEqual([
    ["__proto__", "강가"],
    ["tags", ["배\ufffd"]],
    ["likes", 3],
  ]);
});

it("keeps moments of years with four digits", () => {
  const dated = (publishedAt: Date) => item({ publishedAt })?.item.of.publishedAt;
  expect(dated(new Date("2026-11-20T00:00:00Z"))).toEqual(new Date("2026-11-20T00:00:00Z"));
  for (const ms of [Number.NaN, 8.64e15, -8.64e15]) expect(dated(new Date(ms))).toBeNull();
});

it("names a parent as the parent itself is stored, and keeps addresses of the web alone", () => {
  expect(item({ parentUrl: "HTTPS://Site.test:443/%7epost?b=2&a=1#x" })?.item.of.parentUrl).toBe(
    "https://site.test/~post?a=1&b=2",
  );
  expect(item({ parentUrl: "javascript:alert(1)" })?.item.of.parentUrl).toBeNull();
  const images = [
    { url: "data:text/html,x", alt: null },
    { url: "https://site.test/a.png", alt: "배" },
  ];
  expect(item({ images })?.item.of.images).toEqual(images.slice(1));
});

it("cuts a text that nobody wrote", () => {
  expect(item({ text: "배".repeat(2_000_000) })?.item.of.text).toHaveLength(1_000_000);
});
