import { STATUS_CODES } from "node:http";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { type Problem, problem } from "../contracts/common.ts";
import { isAway } from "../platform/db/database-fault.ts";
import { InvalidInputError, MissingPartError, NaruError, UnavailableError } from "../platform/errors.ts";
import { TooManyRequestsError } from "./errors.ts";

export const problemType = "application/problem+json";

const meanings: Record<number, string> = {
  400: "The input is wrong; `field` names where",
  403: "Refused: a foreign host name or page, or a rule",
  404: "There is no such thing",
  409: "The state of things forbids it now",
  413: "The body is too large",
  415: "The body is not application/json",
  429: "Too many requests; see Retry-After",
  500: "naru's own fault; the log has the particulars",
  503: "Something that this needs is away for now",
};

/** Problem responses of a route, for its schema: these, and those that every route may give. */
export function problems(...statuses: readonly (404 | 409 | 413 | 415 | 429)[]) {
  return Object.fromEntries(
    [400, ...statuses, 403, 500, 503].map((status) => [
      status,
      { description: meanings[status] ?? "", content: { [problemType]: { schema: problem } } },
    ]),
  );
}

/** Answers every thrown error as RFC 9457 problem details. Only our own bugs are logged with their particulars. */
export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = knownError(error);
  if (known === null) {
    request.log.error({ err: error, method: request.method, route: request.routeOptions.url }, "A request failed.");
    return sendProblem(reply, {
      type: "about:blank",
      title: "Internal Server Error",
      status: 500,
      code: "internal_error",
      detail: "naru made a mistake; its log has the particulars.",
    });
  }
  if (known.status >= 500) request.log.warn({ err: error, code: known.code }, known.message);
  if (known instanceof TooManyRequestsError) reply.header("retry-after", known.retryAfterSeconds);
  // A missing part does not come by waiting.
  if (known.status === 503 && !(known instanceof MissingPartError)) reply.header("retry-after", 5);
  return sendProblem(reply, problemOf(known));
}

export function problemOf(error: NaruError): Problem {
  return {
    type: "about:blank",
    title: STATUS_CODES[error.status] ?? "Error",
    status: error.status,
    code: error.code,
    detail: error.message,
    ...(error.next === null ? {} : { next: error.next }),
    ...(error.field === null ? {} : { field: error.field }),
  };
}

function sendProblem(reply: FastifyReply, body: Problem): FastifyReply {
  return reply.code(body.status).type(problemType).serializer(JSON.stringify).send(body);
}

function knownError(error: FastifyError): NaruError | null {
  if (error instanceof NaruError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return inputError(error);
  const wire = wireErrors[error.code];
  if (wire !== undefined) return wire(error);
  if (error instanceof SyntaxError && error.statusCode === 400) return invalidJson(error);
  // PostgreSQL's word for a full disk; the embedded database names it.
  if ((error as { code?: unknown }).code === "53100") {
    return new UnavailableError("disk_full", `${error.message}.`, {
      cause: error,
      next: "Free some space; what was stored is kept.",
    });
  }
  if (isAway(error)) {
    return new UnavailableError("database_unreachable", "The database does not answer for the moment.", {
      cause: error,
    });
  }
  return null;
}

type ValidationIssue = { instancePath: string; message?: string; params?: { keys?: string[] } };

function inputError(error: FastifyError): InvalidInputError {
  const [issue] = (error.validation ?? []) as ValidationIssue[];
  const path = (issue?.instancePath ?? "").split("/").filter((part) => part !== "");
  const [unknownKey] = issue?.params?.keys ?? [];
  if (unknownKey !== undefined) path.push(unknownKey);
  const field = path.length > 0 ? path.join(".") : (error.validationContext ?? "body");
  return new InvalidInputError("invalid_input", `${field}: ${issue?.message ?? "Invalid input"}`, {
    field,
    cause: error,
  });
}

const invalidJson = (cause: Error) =>
  new InvalidInputError("invalid_json", `The body is not JSON: ${cause.message}`, { cause, field: "body" });

const wireErrors: Record<string, (cause: Error) => NaruError> = {
  FST_ERR_CTP_INVALID_JSON_BODY: invalidJson,
  FST_ERR_CTP_EMPTY_JSON_BODY: invalidJson,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: (cause) =>
    new InvalidInputError("invalid_length", "The body is not as long as Content-Length says.", { cause }),
  FST_ERR_CTP_BODY_TOO_LARGE: (cause) =>
    new InvalidInputError("body_too_large", "The body is larger than this route takes.", {
      status: 413,
      cause,
      next: "Send it in smaller parts.",
    }),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: (cause) =>
    new InvalidInputError("unsupported_media_type", "The body has to be application/json.", {
      status: 415,
      cause,
      next: "Set the header Content-Type: application/json.",
    }),
  FST_ERR_BAD_URL: (cause) =>
    new InvalidInputError("invalid_url", "The path of the request cannot be read.", { cause }),
  FST_ERR_MAX_PARAM_LENGTH: (cause) => new InvalidInputError("invalid_url", "The path is too long.", { cause }),
  // PostgreSQL refuses what slipped through: invalid byte sequences and characters it cannot hold.
  "22021": (cause) =>
    new InvalidInputError("invalid_text", "The text holds a character that cannot be stored.", { cause }),
  "22P05": (cause) =>
    new InvalidInputError("invalid_text", "The text holds a character that cannot be stored.", { cause }),
};
