import { expect, it } from "vitest";
import type { PageReading } from "../../domain/page.ts";
import { storedRequest } from "../collection-request.ts";
import { CollectionInHand } from "../crawl/collection-in-hand.ts";
import { SeenUrls } from "../frontier/seen-urls.ts";
import { TrapWatch } from "../frontier/traps.ts";
import { orderOf } from "../sources/order.ts";
import { findSource } from "../sources/registry.ts";
import { SourceInHand } from "../sources/source-in-hand.ts";
import { foundIn } from "./found-urls.ts";

const home = "http://villages.example/";

/** The same collection in two collectors, of which the second hears what the first has entered. */
it.each([1, 2])("lets sitemaps bring so many addresses and no more, in the hands of %i collectors", (collectors) => {
  const source = findSource("web");
  if (source === undefined) throw new Error("There is no source web.");
  const request = storedRequest.parse({ urls: [home], maxPages: 10 });
  const order = orderOf(source, request, {});
  const inHand = new SourceInHand({ source, order, keys: {}, authorKey: "key", bodies: () => false, now: Date.now });
  const facts = { id: 1, sourceId: "web", request, anchors: [home], cookies: null };
  const inHands = Array.from({ length: collectors }, () => new CollectionInHand(facts, [], inHand, null, 1_000));
  const row = {
    id: 1,
    collectionId: 1,
    host: "villages.example",
    depth: 0,
    foundBy: "sitemap" as const,
    hops: 0,
    attempts: 0,
  };
  const seen = inHands.map(() => new SeenUrls(10_000));
  const traps = new TrapWatch(Date.now, {});
  let entered = 0;
  const enter = (at: number, url: string, reading: PageReading) => {
    const [collection, known] = [inHands[at], seen[at]];
    if (collection === undefined || known === undefined) throw new Error("There is no such collector.");
    collection.noteFound(entered);
    return foundIn({ collection, row: { ...row, url }, seen: known, traps }, reading).length;
  };
  for (let map = 0; map < 5; map += 1) {
    const links = Array.from({ length: 400 }, (_, n) => ({
      url: `${home}village-${map}-${n}`,
      rel: [],
      found: "sitemap" as const,
    }));
    const reading: PageReading = { ...nothing, links };
    entered += enter(map % collectors, `${home}map-${map}.xml`, reading);
  }
  expect(entered).toBe(1_000);
  // Pages go on leading to others.
  const reading: PageReading = { ...nothing, kind: "html", links: [{ url: `${home}other`, rel: [], found: "a" }] };
  expect(enter(0, home, reading)).toBe(1);
});

const nothing: PageReading = {
  kind: "sitemap",
  charset: null,
  links: [],
  robots: { noindex: false, nofollow: false, noarchive: false, noai: false },
  canonicalUrl: null,
  wall: null,
  document: null,
};
