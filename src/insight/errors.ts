import { InvalidInputError, NotFoundError } from "../platform/errors.ts";

/** The words of a search cannot be read; `position` counts characters from 1. */
export function invalidSearch(message: string, position: number): InvalidInputError {
  return new InvalidInputError("invalid_search", `The search cannot be read at character ${position}: ${message}`, {
    field: "q",
    next: 'Words are all wanted; between them may stand OR, before them NOT or -, around them "quotes" and (parentheses).',
  });
}

export function invalidCursor(): InvalidInputError {
  return new InvalidInputError("invalid_cursor", "This is not a cursor of this list.", {
    field: "cursor",
    next: "Send nextCursor as it came, with the same filters and the same order; or leave it out to begin again.",
  });
}

export function invalidFilter(field: string, message: string): InvalidInputError {
  return new InvalidInputError("invalid_filter", message, { field });
}

export function documentNotFound(id: number): NotFoundError {
  return new NotFoundError("document_not_found", `There is no document ${id}.`);
}

export function captureNotFound(id: number): NotFoundError {
  return new NotFoundError("capture_not_found", `There is no capture ${id}.`);
}
