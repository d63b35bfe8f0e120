import { expect, it } from "vitest";
import { Turns } from "./turns.ts";

const late = () => new Error("late");

/** Asks for turns, gives each back at once, and tells the order in which they came. */
async function orderOf(wanted: readonly ("front" | "back")[]): Promise<string[]> {
  const turns = new Turns();
  await turns.take("back", 1_000, late);
  const order: string[] = [];
  const all = wanted.map(async (place, at) => {
    await turns.take(place, 1_000, late);
    order.push(`${place} ${at}`);
    turns.give();
  });
  turns.give();
  await Promise.all(all);
  return order;
}

it("lets those in front go first, each side in its order", async () => {
  expect(await orderOf(["back", "back", "front", "back", "front"])).toEqual([
    "front 2",
    "front 4",
    "back 0",
    "back 1",
    "back 3",
  ]);
});

it("lets nobody behind wait for ever", async () => {
  const order = await orderOf(["back", "back", ...Array.from({ length: 20 }, () => "front" as const)]);
  expect(order.indexOf("back 0")).toBe(8);
  expect(order.indexOf("back 1")).toBe(17);
});

it("gives up who has waited too long, and nobody else", async () => {
  const turns = new Turns();
  await turns.take("front", 1_000, late);
  await expect(turns.take("front", 5, late)).rejects.toThrow("late");
  const next = turns.take("back", 1_000, late);
  turns.give();
  await next;
  turns.give();
  await turns.take("back", 5, late);
});

it("knows how long nobody has asked in front", async () => {
  const turns = new Turns();
  await turns.take("back", 5, late);
  expect(turns.quietMs).toBe(Number.POSITIVE_INFINITY);
  turns.give();
  await turns.take("front", 5, late);
  expect(turns.quietMs).toBeLessThan(5_000);
});
