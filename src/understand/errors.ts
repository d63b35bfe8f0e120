import { InvalidInputError, UnavailableError } from "../platform/errors.ts";

/** A word list of one's own is not in its form; mend the line named. */
export class WordListError extends InvalidInputError {
  constructor(message: string) {
    super("word_list_invalid", message, {
      next: "A line is: word, tab, Sejong tag (NNG, NNP, …), and maybe tab, anywhere.",
    });
  }
}

/** The thread that reads texts died or ran too long; the same call may work again. */
export class UnderstandingFailedError extends UnavailableError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super("understanding_failed", message, { next: "Try again; the texts are kept.", ...options });
  }
}
