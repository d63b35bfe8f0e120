import { z } from "zod";
import { capture, captureList, captureListQuery, id } from "../../contracts/index.ts";
import { exampleCapture } from "../examples.ts";
import { inertType, printableHeader, rawPolicy } from "../inert.ts";
import type { Api, ApiParts } from "../parts.ts";
import { problems } from "../problems.ts";

const params = z.object({ id });
const tags = ["captures"];

export function captureRoutes(api: Api, { services }: ApiParts): void {
  const { captures } = services;

  api.get(
    "/captures",
    {
      schema: {
        operationId: "listCaptures",
        tags,
        summary: "Archived exchanges, newest first",
        querystring: captureListQuery,
        response: { 200: captureList, ...problems() },
      },
      config: { example: { response: { items: [exampleCapture], nextCursor: null } } },
    },
    async (request) => captures.list(request.query),
  );

  api.get(
    "/captures/:id",
    {
      schema: {
        operationId: "getCapture",
        tags,
        summary: "One archived exchange: place in the archive, digest, robots verdict",
        params,
        response: { 200: capture, ...problems(404) },
      },
      config: { example: { response: exampleCapture } },
    },
    async (request) => captures.load(request.params.id),
  );

  const bytes = { schema: z.string().meta({ format: "binary" }) };
  api.get(
    "/captures/:id/raw",
    {
      schema: {
        operationId: "getCaptureRaw",
        tags,
        summary: "The payload as archived",
        description:
          "Text is served as text/plain, everything else as a download; `X-Archived-Content-Type` tells what the site called it.",
        params,
        response: {
          200: { description: "The payload", content: { "text/plain": bytes, "application/octet-stream": bytes } },
          ...problems(404),
        },
      },
    },
    async (request, reply) => {
      const raw = await captures.readRaw(request.params.id);
      const type = inertType(raw.contentType);
      return reply
        .header("content-security-policy", rawPolicy)
        .header(
          "content-disposition",
          `${type.startsWith("text/") ? "inline" : "attachment"}; filename="capture-${request.params.id}"`,
        )
        .header("x-archived-content-type", printableHeader(raw.contentType ?? ""))
        .type(type)
        .send(Buffer.from(raw.body.buffer, raw.body.byteOffset, raw.body.length) as never);
    },
  );

  api.get(
    "/captures/:id/replay",
    {
      schema: {
        operationId: "replayCapture",
        tags,
        summary: "The archived page to look at: no scripts, no network",
        description: "Meant for a sandboxed frame of naru's own page.",
        params,
        response: {
          200: { description: "The page", content: { "text/html": { schema: z.string() } } },
          ...problems(404),
        },
      },
    },
    async (request, reply) => {
      const page = await captures.replay(request.params.id);
      reply.headers(page.headers);
      if (!String(reply.getHeader("content-security-policy")).includes("sandbox")) {
        throw new Error("An archived page came without a policy that holds it.");
      }
      return reply.type("text/html; charset=utf-8").send(Buffer.from(page.html) as never);
    },
  );
}
