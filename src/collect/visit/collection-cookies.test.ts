import { expect, it } from "vitest";
import { SessionInHand } from "../sessions/session-in-hand.ts";
import { CollectionCookies } from "./collection-cookies.ts";

const bomb = (round: number) =>
  Array.from({ length: 50 }, (_, n) => `big${round}x${n}=${"x".repeat(3_000)}; Domain=example.com`);

it("sends no longer a header than servers take, whatever a neighbour has set", () => {
  const cookies = new CollectionCookies(null);
  cookies.learn("https://shop.example.com/", ["cart=1; Path=/"]);
  for (let round = 0; round < 20; round += 1) cookies.learn("https://evil.example.com/", bomb(round));
  const header = cookies.headerFor("https://shop.example.com/") ?? "";
  expect(header.length).toBeLessThan(8_100);
  expect(header).toContain("cart=1");
});

it("keeps room for other sites, and a cookie that is set again in its one place", () => {
  const cookies = new CollectionCookies(null);
  for (let round = 0; round < 60; round += 1) {
    cookies.learn("https://evil.example.com/", bomb(round));
    cookies.takeChange();
  }
  for (let round = 0; round < 300; round += 1) {
    cookies.learn("https://shop.example.org/", [`seen=${round}`]);
    cookies.takeChange();
  }
  expect(cookies.headerFor("https://shop.example.org/")).toBe("seen=299");
});

it("lets a site fill a session no further", () => {
  const cookie = { name: "sid", value: "1", domain: "cafe.example.com", path: "/" };
  const session = new SessionInHand("cafe", ["cafe.example.com"], { cookies: [cookie], storage: [] });
  for (let round = 0; round < 60; round += 1) session.learn("https://cafe.example.com/", bomb(round));
  expect(session.pageCookies("https://cafe.example.com/").length).toBeLessThanOrEqual(1_001);
  expect(session.headerFor("https://cafe.example.com/")).toMatch(/^sid=1/);
});
