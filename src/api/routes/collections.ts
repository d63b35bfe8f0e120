import { z } from "zod";
import {
  collection,
  collectionFailures,
  collectionFailuresQuery,
  collectionList,
  collectionListQuery,
  collectionRequest,
  id,
} from "../../contracts/index.ts";
import { addressRefused, operatorOnly } from "../errors.ts";
import { exampleCollection, exampleFailure, exampleRequest } from "../examples.ts";
import { isOperator } from "../guards/operator.ts";
import type { Api, ApiParts } from "../parts.ts";
import { problems } from "../problems.ts";

const params = z.object({ id });
const tags = ["collect"];

export function collectionRoutes(api: Api, { services, operatorToken }: ApiParts): void {
  const { collections } = services;

  api.post(
    "/collections",
    {
      schema: {
        operationId: "startCollection",
        tags,
        summary: "Start a collection",
        description:
          "Begins at the addresses given and follows links breadth first. `allowAddresses` and `session` need the operator's token as a bearer.",
        body: collectionRequest,
        response: { 201: collection, ...problems(413, 415) },
      },
      config: { example: { request: exampleRequest, response: exampleCollection } },
    },
    async (request, reply) => {
      if (request.body.allowAddresses.length > 0 && !isOperator(request.headers.authorization, operatorToken)) {
        throw addressRefused();
      }
      // A session is somebody's account; only they may lend it.
      if (request.body.session !== undefined && !isOperator(request.headers.authorization, operatorToken)) {
        throw operatorOnly();
      }
      const started = await collections.start(request.body);
      return reply.code(201).header("location", `/api/v1/collections/${started.id}`).send(started);
    },
  );

  api.get(
    "/collections",
    {
      schema: {
        operationId: "listCollections",
        tags,
        summary: "Collections, newest first",
        querystring: collectionListQuery,
        response: { 200: collectionList, ...problems() },
      },
      config: { example: { response: { items: [exampleCollection], nextCursor: null } } },
    },
    async (request) => collections.list(request.query),
  );

  api.get(
    "/collections/:id",
    {
      schema: {
        operationId: "getCollection",
        tags,
        summary: "One collection with its progress",
        params,
        response: { 200: collection, ...problems(404) },
      },
      config: { example: { response: exampleCollection } },
    },
    async (request) => collections.load(request.params.id),
  );

  for (const [verb, summary] of [
    ["pause", "Pause a running collection; pages in flight are finished"],
    ["resume", "Go on with a paused collection"],
    ["stop", "Stop a collection for good; what was collected stays"],
  ] as const) {
    api.post(
      `/collections/:id/${verb}`,
      {
        schema: {
          operationId: `${verb}Collection`,
          tags,
          summary,
          params,
          response: { 200: collection, ...problems(404, 409, 415) },
        },
        config: { example: { response: exampleCollection } },
      },
      async (request) => collections[verb](request.params.id),
    );
  }

  api.get(
    "/collections/:id/failures",
    {
      schema: {
        operationId: "listCollectionFailures",
        tags,
        summary: "Addresses that did not become documents, newest first",
        params,
        querystring: collectionFailuresQuery,
        response: { 200: collectionFailures, ...problems(404) },
      },
      config: { example: { response: { items: [exampleFailure], nextCursor: null } } },
    },
    async (request) => collections.listFailures(request.params.id, request.query),
  );
}
