import { z } from "zod";
import { newSession, type Session, session, sessionList } from "../../contracts/index.ts";
import { operatorOnly } from "../errors.ts";
import { isOperator } from "../guards/operator.ts";
import type { Api, ApiParts } from "../parts.ts";
import { problems } from "../problems.ts";

const tags = ["collect"];
const params = z.object({ name: z.string().max(100) });

const exampleSession: Session = {
  name: "cafe",
  hosts: ["cafe.example.com"],
  cookies: 4,
  expiresAt: null,
  createdAt: "2026-03-01T09:00:00.000Z",
};

/** For the command line of this machine alone: a session is a key to somebody's account. */
export function sessionRoutes(api: Api, { services, operatorToken }: ApiParts): void {
  const demandOperator = (authorization: string | undefined) => {
    if (!isOperator(authorization, operatorToken)) throw operatorOnly();
  };

  api.get(
    "/sessions",
    {
      schema: {
        operationId: "listSessions",
        tags,
        summary: "Stored sessions, without what is in them",
        description: "Needs the operator's token as a bearer.",
        response: { 200: sessionList, ...problems() },
      },
      config: { example: { response: { items: [exampleSession] } } },
    },
    async ({ headers }) => {
      demandOperator(headers.authorization);
      return services.sessions.list();
    },
  );

  api.post(
    "/sessions",
    {
      // A file of 4 MiB, written as JSON.
      bodyLimit: 10 * 2 ** 20,
      schema: {
        operationId: "addSession",
        tags,
        summary: "Keep a session that a person exported from their own browser, sealed",
        description: "Needs the operator's token as a bearer.",
        body: newSession,
        response: { 201: session, ...problems(409, 413, 415) },
      },
      config: {
        example: {
          request: { name: "cafe", hosts: ["cafe.example.com"], file: '{"cookies":[],"origins":[]}' },
          response: exampleSession,
        },
      },
    },
    async ({ body, headers }, reply) => {
      demandOperator(headers.authorization);
      return reply.code(201).send(await services.sessions.add(body));
    },
  );

  api.delete(
    "/sessions/:name",
    {
      schema: {
        operationId: "removeSession",
        tags,
        summary: "Forget a session",
        description: "Needs the operator's token as a bearer.",
        params,
        response: { 200: sessionList, ...problems(404) },
      },
      config: { example: { response: { items: [] } } },
    },
    async ({ params: { name }, headers }) => {
      demandOperator(headers.authorization);
      return services.sessions.remove(name);
    },
  );
}
