import { type Kysely, sql } from "kysely";
import type { RevisitTarget } from "../../archive/index.ts";
import type { Schema } from "../../platform/db/schema.ts";
import { makeRevisit } from "../visit/hop.ts";
import type { ImportDraft } from "./drafts.ts";

type Db = Kysely<Schema>;

interface Original {
  id: number;
  target: Omit<RevisitTarget, "kind">;
}

/** Digests that are remembered from one file to the next. */
const maxRemembered = 200_000;

/**
 * Finds what revisit records repeat: by the address and date that they name, by their digest at the same address, or by the digest as the foreign
 * file has it, which may be of another kind than ours.
 */
export class Originals {
  readonly #db: Db;
  readonly #sourceId: string;
  /** Captures by the digest that the foreign file gave them. */
  readonly #declared = new Map<string, number>();

  constructor(db: Db, sourceId: string) {
    this.#db = db;
    this.#sourceId = sourceId;
  }

  remember(declaredDigest: string, captureId: number): void {
    if (this.#declared.size >= maxRemembered) this.#declared.clear();
    if (!this.#declared.has(declaredDigest)) this.#declared.set(declaredDigest, captureId);
  }

  /** Turns the draft of a revisit into one of ours; false when what it repeats is not in the archive. */
  async settle(draft: ImportDraft): Promise<boolean> {
    const { found } = draft;
    const repeats = found.kind === "exchange" ? found.repeats : null;
    if (repeats === null) return true;
    const original = await this.#find(repeats);
    if (original === null) return false;
    const kind = repeats.unchanged ? "revisit_not_modified" : "revisit_identical";
    makeRevisit(draft, original.id, { kind, ...original.target });
    draft.exchange.digest = original.target.digest;
    return true;
  }

  async #find(repeats: { url: string | null; date: Date | null; digest: string | null }): Promise<Original | null> {
    const { url, date, digest } = repeats;
    const id = digest === null ? undefined : this.#declared.get(digest);
    const found = await sql<{
      id: number;
      url: string;
      captured_at: Date;
      digest: string;
      warc_file: string;
      warc_offset: number;
    }>`
      select id, url, captured_at, digest, warc_file, warc_offset from captures
      where source_id = ${this.#sourceId} and record_type = 'response' and truncated is null
        and (id = ${id ?? null}
          or (url = ${url} and (captured_at = ${date?.toISOString() ?? null}::timestamptz or digest = ${digest})))
      order by (captured_at = ${date?.toISOString() ?? null}::timestamptz) desc nulls last, id desc limit 1`.execute(
      this.#db,
    );
    const [row] = found.rows;
    if (row === undefined) return null;
    return {
      id: row.id,
      target: {
        url: row.url,
        capturedAt: row.captured_at,
        digest: row.digest,
        file: row.warc_file,
        offset: row.warc_offset,
      },
    };
  }
}
