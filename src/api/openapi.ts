import swagger from "@fastify/swagger";
import swaggerPage from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";

type Media = { example?: unknown };
interface Operation {
  operationId?: string;
  summary?: string;
  requestBody?: { content?: Record<string, Media> };
  responses?: Record<string, { description?: string; content?: Record<string, Media> }>;
}

// Swagger UI writes style attributes and draws its signs from data addresses.
const docsPolicy =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** Makes `/openapi.json` from the schemas of the routes, and `/docs` to try it. Register before the routes. */
export function describeApi(app: FastifyInstance, version: string): void {
  const examples = new Map<string, { request?: unknown; response?: unknown }>();
  app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "naru",
        version,
        description:
          "Collect, archive, refine, understand and serve Korean web pages. Errors are RFC 9457 problem details with a stable `code`.",
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      tags: [
        { name: "overview" },
        { name: "collect", description: "Sources and collections" },
        { name: "captures", description: "The archive" },
        { name: "documents" },
        { name: "insight", description: "Trends and keywords" },
        { name: "models", description: "Predictions, models and training runs" },
        { name: "operations", description: "Long work for the command line" },
        { name: "state", description: "For probes and monitors" },
      ],
    },
    transform(route) {
      const { example } = route.route.config ?? {};
      const name = (route.schema as { operationId?: string } | undefined)?.operationId;
      if (example !== undefined && name !== undefined) examples.set(name, example);
      return jsonSchemaTransform(route);
    },
    transformObject(document) {
      const whole = jsonSchemaTransformObject(document);
      for (const path of Object.values(whole.paths ?? {})) {
        for (const operation of Object.values(path ?? {}) as Operation[]) {
          addExamples(operation, examples);
          describeAnswers(operation);
        }
      }
      dropUnused(whole);
      return whole;
    },
  });
  app.register(swaggerPage, { routePrefix: "/docs", staticCSP: docsPolicy });
  app.get("/openapi.json", { schema: { hide: true } }, async () => app.swagger());
}

function addExamples(
  operation: Operation,
  examples: ReadonlyMap<string, { request?: unknown; response?: unknown }>,
): void {
  const example = examples.get(operation.operationId ?? "");
  if (example === undefined) return;
  const body = operation.requestBody?.content?.["application/json"];
  if (body !== undefined && example.request !== undefined) body.example = example.request;
  const answer = (operation.responses?.["200"] ?? operation.responses?.["201"])?.content?.["application/json"];
  if (answer !== undefined && example.response !== undefined) answer.example = example.response;
}

/** The summary says what comes back better than "Default Response". */
function describeAnswers({ summary, responses }: Operation): void {
  for (const answer of Object.values(responses ?? {})) {
    if (answer.description === "Default Response" && summary !== undefined) answer.description = summary;
  }
}

/** Every contract comes in two shapes, as input and as output; those that no route leads to only make the document longer. */
function dropUnused(document: { paths?: unknown; components?: { schemas?: Record<string, unknown> } }): void {
  const schemas = document.components?.schemas ?? {};
  const used = new Set<string>();
  const open: unknown[] = [document.paths];
  while (open.length > 0) {
    const text = JSON.stringify(open.pop()) ?? "";
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (name === undefined || used.has(name)) continue;
      used.add(name);
      open.push(schemas[name]);
    }
  }
  for (const name of Object.keys(schemas)) if (!used.has(name)) delete schemas[name];
}
