import { pino } from "pino";
import { expect, it } from "vitest";
import { z } from "zod";
import { buildOperations, buildServices } from "../../test/builders/api-services.ts";
import { type RunningApi, runApi } from "../../test/builders/running-api.ts";
import { storeDocument } from "../../test/builders/stored-document.ts";
import { describeEachDatabase } from "../../test/database/describe-each-database.ts";
import { createApi } from "./create-api.ts";

type Json = Record<string, unknown>;
interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  parameters?: { name: string; in: string; required?: boolean; schema: Json }[];
  requestBody?: { required?: boolean; content: Record<string, { schema: Json; example?: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Json; example?: unknown }> }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Json> };
}

describeEachDatabase("the OpenAPI document", (open) => {
  async function withApi<T>(use: (api: RunningApi, document: Document) => Promise<T>): Promise<T> {
    const api = await runApi(open().db, { streams: { pollMs: 10 } });
    try {
      return await use(api, (await (await api.get("/openapi.json")).json()) as Document);
    } finally {
      await api.close();
    }
  }

  it("holds every route of the server and no other", async () => {
    const served = new Set<string>();
    const app = createApi({
      services: buildServices(open().db),
      operations: buildOperations(),
      log: pino({ level: "silent" }),
      version: "1",
      webFolder: null,
      operatorToken: null,
    });
    app.addHook("onRoute", ({ method, url }) => {
      for (const one of [method].flat()) if (one !== "HEAD" && one !== "OPTIONS") served.add(`${one} ${url}`);
    });
    await app.ready();
    await app.close();
    const own = [...served].filter((route) => !/^GET \/(docs|openapi\.json)/.test(route));
    const described = await withApi(async (_api, { paths }) =>
      Object.entries(paths).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`),
      ),
    );
    expect(described.sort()).toEqual(own.sort());
    expect(described.length).toBeGreaterThan(24);
  });

  it("names, tags and explains every operation, and its references lead somewhere", async () => {
    await withApi(async (_api, document) => {
      const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
      expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
      for (const operation of operations) {
        expect(operation.summary, operation.operationId).toBeTruthy();
        expect(operation.tags, operation.operationId).toHaveLength(1);
        for (const status of ["403", "500"]) {
          expect(
            operation.responses[status]?.content?.["application/problem+json"]?.schema,
            operation.operationId,
          ).toEqual({
            $ref: "#/components/schemas/Problem",
          });
        }
        for (const answer of Object.values(operation.responses))
          expect(answer.description, operation.operationId).toBeTruthy();
      }
      const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
        (match) => match[1] ?? "",
      );
      expect(references.length).toBeGreaterThan(30);
      expect(references.filter((name) => document.components.schemas[name] === undefined)).toEqual([]);
    });
  });

  it("gives an example that fits for every JSON body", async () => {
    await withApi(async (_api, document) => {
      for (const operation of Object.values(document.paths).flatMap((methods) => Object.values(methods))) {
        const answer = operation.responses["200"] ?? operation.responses["201"];
        const bodies = [operation.requestBody?.content, answer?.content].flatMap(
          (content) => content?.["application/json"] ?? [],
        );
        for (const { schema, example } of bodies) {
          expect(example, operation.operationId).toBeDefined();
          expect(read(document, schema).safeParse(example).error, operation.operationId).toBeUndefined();
          expect(read(document, schema).safeParse({ items: 1 }).success, operation.operationId).toBe(false);
        }
      }
    });
  });

  it("tells the truth about every answer", async () => {
    const { db } = open();
    const document = await storeDocument(db, {
      keywords: [{ term: "나루", weight: 1, count: 1 }],
      sentiment: "positive",
      positive: 0.9,
    });
    await withApi(async (api, described) => {
      const capture = (await (await api.get(`/api/v1/documents/${document}`)).json()) as {
        lineage: { capture: { id: number } };
      };
      const ids: Record<string, string> = {
        documents: `${document}`,
        captures: `${capture.lineage.capture.id}`,
        collections: "1",
        runs: "run-1",
      };
      const seen: string[] = [];
      for (const [path, methods] of Object.entries(described.paths)) {
        for (const [method, operation] of Object.entries(methods)) {
          const kind = path.split("/")[3] ?? "";
          for (const target of [path.replace("{id}", ids[kind] ?? "1"), path.replace("{id}", "999999")]) {
            if (target.endsWith("/events"))
              api.services.kept.set(1, { ...(await api.services.collections.load(1)), status: "done" });
            const example = operation.requestBody?.content["application/json"]?.example;
            const answer = method === "get" ? await api.get(target) : await api.post(target, example ?? "");
            const told = operation.responses[String(answer.status)];
            expect(told, `${method} ${target} answered ${answer.status}`).toBeDefined();
            const type = (answer.headers.get("content-type") ?? "").split(";")[0] ?? "";
            expect(Object.keys(told?.content ?? {}), `${method} ${target} ${answer.status}`).toContain(type);
            const text = await answer.text();
            if (type.endsWith("json")) {
              const { error } = read(described, told?.content?.[type]?.schema ?? {}).safeParse(JSON.parse(text));
              expect(error, `${method} ${target}: ${text}`).toBeUndefined();
            }
            seen.push(`${operation.operationId} ${answer.status}`);
          }
        }
      }
      expect(seen).toContain("getDocument 404");
      expect(seen).toContain("startCollection 201");
      expect(seen).toContain("pauseCollection 404");
    });
  });

  it("can be tried in the browser", async () => {
    await withApi(async (api) => {
      const page = await api.get("/docs/");
      expect(page.status).toBe(200);
      expect(page.headers.get("content-security-policy")).toContain("script-src 'self'");
      expect(await page.text()).toContain("swagger-ui");
    });
  });
});

/** A checker made from the document alone, so that it is the document that is tested. */
function read(document: Document, schema: Json): z.ZodType {
  const whole = JSON.parse(
    JSON.stringify({ ...schema, $defs: document.components.schemas }).replaceAll("#/components/schemas/", "#/$defs/"),
  );
  return z.fromJSONSchema(whole);
}
