import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import type { Download } from "../models/index.ts";
import { MissingPartError } from "../platform/errors.ts";

/**
 * Fetches a data set's file from its public home; the file appears when it is whole.
 * @throws MissingPartError `download_failed` when the network or the file is not there, or the file is larger than it may be.
 */
export const download: Download = async (url, file, { maxBytes, signal }) => {
  const draft = `${file}.part`;
  try {
    const response = await fetch(url, signal === undefined ? {} : { signal });
    if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
    await pipeline(Readable.fromWeb(response.body as ReadableStream), atMost(maxBytes), createWriteStream(draft));
    await rename(draft, file);
  } catch (cause) {
    await rm(draft, { force: true });
    if (signal?.aborted === true) throw signal.reason;
    throw new MissingPartError("download_failed", `${url} could not be downloaded.`, {
      cause,
      next: "Check the network, or download it elsewhere and name its folder: --set path=FOLDER.",
    });
  }
};

function atMost(maxBytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > maxBytes) done(new Error(`more than ${maxBytes} bytes`));
      else done(null, chunk);
    },
  });
}
