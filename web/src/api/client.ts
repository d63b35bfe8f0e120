import type { Problem } from "@contracts/common.ts";
import { toQuery } from "../app/search-params.ts";

const base = "/api/v1";

/** The server answered with problem details; `problem.next` says what the person can do. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = "ApiProblem";
    this.problem = problem;
  }
}

/** No answer at all: the server is not running or the network is away. */
export class UnreachableError extends Error {
  constructor(cause: unknown) {
    super("The server does not answer.", { cause });
    this.name = "UnreachableError";
  }
}

export function apiPath(path: string, query: object = {}): string {
  const text = toQuery(query).toString();
  return text === "" ? `${base}${path}` : `${base}${path}?${text}`;
}

export async function getJson<T>(path: string, query: object, signal: AbortSignal): Promise<T> {
  return call<T>(apiPath(path, query), { signal });
}

/** Whether an address that a frame is to show answers at all; a frame would show the problem's bare JSON. */
export async function probe(path: string, signal: AbortSignal): Promise<true> {
  const response = await send(apiPath(path), { signal });
  if (!response.ok) throw new ApiProblem(await readProblem(response));
  await response.body?.cancel();
  return true;
}

export async function postJson<T>(path: string, body: unknown, query: object = {}): Promise<T> {
  if (body === undefined) return call<T>(apiPath(path, query), { method: "POST" });
  return call<T>(apiPath(path, query), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

async function send(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new UnreachableError(error);
  }
}

async function call<T>(address: string, init: RequestInit): Promise<T> {
  const response = await send(address, { ...init, headers: { accept: "application/json", ...init.headers } });
  if (response.ok) return (await response.json()) as T;
  throw new ApiProblem(await readProblem(response));
}

async function readProblem(response: Response): Promise<Problem> {
  const empty: Problem = {
    type: "about:blank",
    title: response.statusText === "" ? `HTTP ${response.status}` : response.statusText,
    status: response.status,
    code: `http_${response.status}`,
  };
  try {
    const body: unknown = await response.json();
    if (typeof body !== "object" || body === null) return empty;
    return { ...empty, ...(body as Partial<Problem>) };
  } catch {
    // A proxy in between answered with something else than problem details.
    return empty;
  }
}
