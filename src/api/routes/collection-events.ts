import { Readable } from "node:stream";
import { z } from "zod";
import { id } from "../../contracts/index.ts";
import { TooManyRequestsError } from "../errors.ts";
import type { Api, ApiParts } from "../parts.ts";
import { problems } from "../problems.ts";
import { finalEventId, isFinal, progressEvents } from "../progress-stream.ts";
import { SharedProgress } from "../shared-progress.ts";

export function collectionEventRoutes(api: Api, { services, clock, streams, closing }: ApiParts): void {
  let open = 0;
  const load = (id: number) => services.collections.load(id);
  const progress = new SharedProgress({ load, clock, pollMs: streams.pollMs, closing });

  api.get(
    "/collections/:id/events",
    {
      schema: {
        operationId: "watchCollection",
        tags: ["collect"],
        summary: "Progress as server-sent events",
        description:
          "Each event `progress` holds the collection as JSON (schema Collection), sent when something changed, at most twice a second. " +
          "The stream ends after a final status; coming back with `Last-Event-ID: final` is then answered with 204, which ends an EventSource.",
        params: z.object({ id }),
        response: {
          200: {
            description: "The stream",
            content: { "text/event-stream": { schema: z.string() } },
          },
          204: z.undefined().describe("Everything was told already"),
          ...problems(404, 429),
        },
      },
    },
    async (request, reply) => {
      if (open >= streams.max)
        throw new TooManyRequestsError("too_many_streams", "Too many progress streams are open.", 5);
      open++;
      const follower = await progress.follow(request.params.id).catch((error: unknown) => {
        open--;
        throw error;
      });
      if (isFinal(follower.seen.collection) && request.headers["last-event-id"] === finalEventId) {
        open--;
        follower.leave();
        return reply.code(204).send();
      }
      const gone = new AbortController();
      request.raw.once("close", () => gone.abort());
      reply.raw.once("close", () => {
        open--;
        follower.leave();
        gone.abort();
      });
      const events = progressEvents({
        follower,
        clock,
        heartbeatMs: streams.heartbeatMs,
        signal: AbortSignal.any([gone.signal, closing]),
      });
      return reply
        .type("text/event-stream")
        .header("cache-control", "no-store")
        .header("x-accel-buffering", "no")
        .serializer((payload: unknown) => payload as string)
        .send(Readable.from(events) as never);
    },
  );
}
