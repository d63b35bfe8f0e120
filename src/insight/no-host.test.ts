import { beforeAll, expect, it } from "vitest";
import { storeDocument } from "../../test/builders/stored-document.ts";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import { documentFilter, documentListQuery } from "../contracts/index.ts";
import { listDocuments } from "./documents-view.ts";
import { countFacets } from "./facets-view.ts";

describeEachDatabase("documents without a web address", (open) => {
  beforeAll(async () => {
    const { db } = open();
    await storeDocument(db, { host: "", url: "file:///reviews/a.csv#1" });
    await storeDocument(db, { host: "a.example" });
  });

  it("have a host that an address can hold, to keep and to leave out", async () => {
    const { db } = open();
    const facets = await countFacets(db, documentFilter.parse({}));
    expect(facets.host).toEqual([
      { value: "none", count: 1 },
      { value: "a.example", count: 1 },
    ]);
    const hosts = async (host: string) =>
      (await listDocuments(db, documentListQuery.parse({ host }))).items.map((item) => item.host);
    expect(await hosts("none")).toEqual([""]);
    expect(await hosts("-none")).toEqual(["a.example"]);
  });
});
