import type { Kysely } from "kysely";
import type { Bucket } from "../platform/blob/bucket.ts";
import type { Schema } from "../platform/db/schema.ts";
import { NotFoundError } from "../platform/errors.ts";
import { bucketId } from "./bucket-id.ts";
import { DamagedArchiveError, notShipped, warcFileMissing } from "./errors.ts";
import { warcKey } from "./ship-file.ts";
import { findWhereabouts, type Whereabouts } from "./shipped-files-store.ts";
import type { WarcPlace } from "./warc-lane.ts";

/** When files are closed and shipped, and how long they stay. */
export interface ShippingTimes {
  /** A file is closed at this size… */
  fileBytes: number;
  /** …or at this age. */
  fileAgeMs: number;
  /** The copy in the folder goes this long after the bucket has the file. */
  keepLocalMs: number;
}

export interface SharedArchiveOptions {
  db: Kysely<Schema>;
  bucket: Bucket;
  times: ShippingTimes;
}

/** Files whose whereabouts are remembered: those in the bucket stay there. */
const maxRemembered = 10_000;

/** The part of an archive that machines share: what lies in the bucket, and who holds what does not lie there yet. */
export class SharedArchive {
  readonly bucket: Bucket;
  readonly times: ShippingTimes;
  readonly #db: Kysely<Schema>;
  readonly #shipped = new Set<string>();
  #id: Promise<string> | null = null;

  constructor({ db, bucket, times }: SharedArchiveOptions) {
    this.#db = db;
    this.bucket = bucket;
    this.times = times;
  }

  /** Id of the bucket. @throws what `Bucket` throws. */
  id(): Promise<string> {
    this.#id ??= bucketId(this.bucket).catch((error: unknown) => {
      this.#id = null;
      throw error;
    });
    return this.#id;
  }

  /**
   * The gzip member of a record whose file does not lie here: exactly its bytes are asked for.
   * @throws NotFoundError `warc_file_missing`; UnavailableError `warc_file_not_shipped`; DamagedArchiveError `warc_file_short`; what `Bucket` throws.
   */
  async readMember({ file, offset, length }: WarcPlace): Promise<Buffer> {
    const found = this.#shipped.has(file) ? null : await findWhereabouts(this.#db, file);
    if (found === undefined) throw warcFileMissing(file, null);
    if (found !== null && found.stored === null) throw notShipped(file, found, this.times.fileAgeMs);
    try {
      const member = await this.bucket.getRange(warcKey(file), offset, offset + length);
      if (member.length < length) {
        throw new DamagedArchiveError("warc_file_short", `The file ends before byte ${offset + length}.`);
      }
      if (this.#shipped.size >= maxRemembered) this.#shipped.clear();
      this.#shipped.add(file);
      return member;
    } catch (error) {
      this.#shipped.delete(file);
      if (error instanceof NotFoundError) throw await this.#gone(file, found?.stored ?? null, error);
      throw error;
    }
  }

  async #gone(file: string, stored: Whereabouts["stored"], cause: NotFoundError): Promise<NotFoundError> {
    const id = await this.id().catch(() => stored);
    if (stored !== null && id !== stored) {
      return new NotFoundError(
        "warc_file_missing",
        `The archive file ${file} lies in another bucket than ${this.bucket.name}.`,
        {
          cause,
          next: `Set S3_BUCKET to the bucket whose object archive-id says ${stored}, or copy the file over.`,
        },
      );
    }
    return new NotFoundError(
      "warc_file_missing",
      `The archive file ${file} is not in the bucket ${this.bucket.name} any more.`,
      {
        cause,
        next: `Put the object ${warcKey(file)} back, from a copy or an older version; captures in it cannot be read until then.`,
      },
    );
  }
}
