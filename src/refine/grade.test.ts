import { describe, expect, it } from "vitest";
import { type GradeFacts, gradeDocument, gradeRules } from "./grade.ts";

const good: GradeFacts = {
  charset: { replaced: 0 },
  wall: null,
  title: "제목",
  text: "본문이 여기에 있다.",
  weakness: null,
  refined: true,
  derived: true,
};

describe("gradeDocument", () => {
  it.each<[Partial<GradeFacts>, number, string | null]>([
    [{}, 5, null],
    [{ derived: false }, 4, "derived"],
    [{ refined: false, derived: false }, 3, "cleaned"],
    [{ title: null }, 2, "has-title"],
    [{ weakness: "Cannot tell." }, 2, "main-text"],
    [{ charset: { replaced: 5 } }, 1, "decoded"],
    [{ text: " \n" }, 1, "has-text"],
    [{ wall: "bot_wall", text: "" }, 1, "not-a-wall"],
  ])("%o → %i", (facts, grade, rule) => {
    expect(gradeDocument({ ...good, ...facts })).toMatchObject({ grade, failedRule: rule });
  });

  it("keeps ids and order of its rules", () => {
    expect(gradeRules.map((rule) => `${rule.grade} ${rule.id}`)).toEqual([
      "2 not-a-wall",
      "2 has-text",
      "2 decoded",
      "3 main-text",
      "3 has-title",
      "4 cleaned",
      "5 derived",
    ]);
  });

  it("says what the weakness is", () => {
    expect(gradeDocument({ ...good, weakness: "Cannot tell." }).failedDetail).toBe("Cannot tell.");
  });
});
