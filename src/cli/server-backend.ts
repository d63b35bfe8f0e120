import { setTimeout as sleep } from "node:timers/promises";
import { type OperationEvent, type OperationProgress, operationEvent, problem } from "../contracts/index.ts";
import { linesOf } from "../lib/lines-of.ts";
import { type ExitCode, exitCodes, NaruError, UnavailableError } from "../platform/errors.ts";
import type { Backend } from "./backend.ts";

const tooManyRequests = 429;

/** Commands through the REST API of a running server on this machine; `token` proves that they come from its command line. */
export function connectToServer(url: string, token: string): Backend {
  const call = async <T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> => {
    const response = await send(method, path, body, signal);
    return (await response.json()) as T;
  };
  const send = async (method: string, path: string, body: unknown, signal?: AbortSignal): Promise<Response> => {
    let response: Response;
    try {
      response = await fetch(new URL(`/api/v1${path}`, url), {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      throw new UnavailableError("server_unreachable", `The naru server at ${url} does not answer.`, {
        cause,
        next: "Look at its output, or stop it and try again.",
      });
    }
    if (response.status === tooManyRequests && !signal?.aborted) {
      await response.body?.cancel();
      await sleep(1000 * Math.min(60, Math.max(1, Number(response.headers.get("retry-after")) || 1)));
      return send(method, path, body, signal);
    }
    if (!response.ok) throw await toError(response, url);
    return response;
  };
  const operate = async <T>(
    name: string,
    body: unknown,
    onProgress: (progress: OperationProgress) => void,
    signal: AbortSignal,
  ): Promise<T> => {
    const response = await send("POST", `/operations/${name}`, body, signal);
    for await (const event of eventsOf(response)) {
      if (event.event === "progress") onProgress(event);
      else if (event.event === "result") return event.result as T;
      else
        throw new NaruError(event.code, event.message, {
          status: event.status,
          exit: event.exit as ExitCode,
          ...(event.next === null ? {} : { next: event.next }),
        });
    }
    throw new UnavailableError(
      "server_unreachable",
      `The naru server at ${url} ended the connection before the answer.`,
    );
  };
  const query = (values: object) => {
    const search = new URLSearchParams();
    for (const [key, value] of Object.entries(values)) {
      for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) search.append(key, String(one));
    }
    return search.size === 0 ? "" : `?${search}`;
  };
  return {
    url,
    services: {
      overview: () => call("GET", "/overview"),
      sources: {
        list: () => call("GET", "/sources"),
        setLimits: (id, change) => call("PATCH", `/sources/${encodeURIComponent(id)}/limits`, change),
      },
      sessions: {
        list: () => call("GET", "/sessions"),
        add: (session) => call("POST", "/sessions", session),
        remove: (name) => call("DELETE", `/sessions/${encodeURIComponent(name)}`),
      },
      models: { list: () => call("GET", "/models") },
      predict: (request, { probs }) => call("POST", `/predict?probs=${probs}`, request),
      collections: {
        start: (request) => call("POST", "/collections", request),
        list: (wanted) => call("GET", `/collections${query(wanted)}`),
        load: (id) => call("GET", `/collections/${id}`),
        pause: (id) => call("POST", `/collections/${id}/pause`),
        resume: (id) => call("POST", `/collections/${id}/resume`),
        stop: (id) => call("POST", `/collections/${id}/stop`),
        listFailures: (id, wanted) => call("GET", `/collections/${id}/failures${query(wanted)}`),
        listRows: (id, wanted) => call("GET", `/collections/${id}/rows${query(wanted)}`),
        report: (id) => call("GET", `/collections/${id}/report`),
        listLog: (id, wanted) => call("GET", `/collections/${id}/log${query(wanted)}`),
      },
      collectors: {
        list: () => call("GET", "/collectors"),
        drain: (name) => call("POST", `/collectors/${encodeURIComponent(name)}/drain`),
        stop: (name) => call("POST", `/collectors/${encodeURIComponent(name)}/stop`),
      },
      documents: {
        list: (wanted) => call("GET", `/documents${query(wanted)}`),
        countFacets: (filter) => call("GET", `/documents/facets${query(filter)}`),
        load: (id) => call("GET", `/documents/${id}`),
      },
    },
    import: (request, onProgress, signal) => operate("import", request, onProgress, signal),
    refine: (request, onProgress, signal) => operate("refine", request, onProgress, signal),
    train: (request, onProgress, signal) => operate("train", request, onProgress, signal),
    check: (request, onProgress, signal) => operate("check", request, onProgress, signal),
    close: async () => {},
  };
}

/** In characters; a report with a hundred failures is far below. */
const longestEvent = 2 ** 24;

async function* eventsOf(response: Response): AsyncGenerator<OperationEvent> {
  if (response.body === null) return;
  for await (const { text } of linesOf(response.body, longestEvent)) {
    if (text === null) throw new Error("The server sent an event without end.");
    if (text !== "") yield operationEvent.parse(JSON.parse(text));
  }
}

async function toError(response: Response, url: string): Promise<NaruError> {
  const parsed = problem.safeParse(await response.json().catch(() => null));
  if (!parsed.success)
    return new UnavailableError(
      "server_unreachable",
      `The server answered with status ${response.status} and no explanation.`,
    );
  const { code, title, detail, next, field, status } = parsed.data;
  const exit = exitOf(response);
  const where = `It is the server at ${url} that needs it: give it there, and start it again.`;
  const whole = [next, exit === exitCodes.missingPart ? where : undefined].filter((one) => one !== undefined).join(" ");
  return new NaruError(code, detail ?? title, {
    status,
    exit,
    ...(whole === "" ? {} : { next: whole }),
    ...(field === undefined ? {} : { field }),
  });
}

/** A 503 that says nothing of coming back means that a part is missing: waiting does not mend it. */
function exitOf({ status, headers }: Response): ExitCode {
  if (status === 400 || status === 422) return exitCodes.usage;
  if (status === 403) return exitCodes.refused;
  return status === 503 && !headers.has("retry-after") ? exitCodes.missingPart : exitCodes.failed;
}
