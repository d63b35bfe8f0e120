import { InvalidInputError, type NaruErrorOptions } from "../platform/errors.ts";

/** The bytes are not a model that this version reads; train it again or fetch the file again. */
export class ModelFileError extends InvalidInputError {
  constructor(message: string, options: NaruErrorOptions = {}) {
    super("model_file_invalid", message, { next: "Train the model again, or copy the file again.", ...options });
  }
}

/** A data set cannot be read as asked: unknown id, missing columns, no usable row. */
export class DatasetError extends InvalidInputError {
  constructor(code: string, message: string, options: NaruErrorOptions = {}) {
    super(code, message, options);
  }
}
