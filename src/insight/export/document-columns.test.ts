import { expect, it } from "vitest";
import { exampleRows } from "../../api/output-examples.ts";
import { documentColumns, documentRow } from "./document-columns.ts";

const names = (fields: readonly string[] | null) => documentColumns(fields).map(({ name }) => name);

it("gives pages no columns of items, and items one for each declared field", () => {
  expect(names([])).not.toEqual(expect.arrayContaining(["kind"]));
  expect(names(["likes", "조회수"]).slice(-4)).toEqual(["parent_url", "deleted_at", "fields.likes", "fields.조회수"]);
  expect(documentColumns(null).at(-1)).toEqual({ name: "fields", type: "json" });
});

it("fills every column that it names", () => {
  const [example] = exampleRows.items;
  if (example === undefined) throw new Error("There is no example.");
  const row = documentRow({
    ...example,
    fields: { likes: 3, tags: ["배", "강"], id: 9 },
    parentUrl: "http://a.example/",
  });
  expect(row).toMatchObject({
    id: 7,
    "fields.likes": 3,
    "fields.tags": "배, 강",
    "fields.id": 9,
    keywords: "나루, 강바람",
  });
  for (const fields of [[], ["likes", "tags"], null]) {
    for (const name of names(fields)) expect(Object.keys(row)).toContain(name);
  }
});
