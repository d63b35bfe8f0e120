import { DamagedArchiveError } from "./errors.ts";
import { surtOf } from "./surt.ts";
import type { WarcPlace } from "./warc-lane.ts";

/** One line of the index: a capture and where it lies. */
export interface CdxjEntry {
  url: string;
  capturedAt: Date;
  status: number;
  /** Media type without parameters; `warc/revisit` for a revisit, null when the server sent none. */
  mime: string | null;
  /** Payload digest, `sha1:…`. */
  digest: string;
  place: WarcPlace;
}

/** `SURT timestamp {json}`, all ASCII, so that comparing code units is comparing bytes. Digests go without their `sha1:`, as other tools have them. */
export function formatCdxjLine(entry: CdxjEntry): string {
  const timestamp = entry.capturedAt.toISOString().replace(/[-:T]/g, "").slice(0, 14);
  const fields = {
    url: entry.url,
    mime: entry.mime ?? "unk",
    status: String(entry.status),
    digest: entry.digest.replace(/^sha1:/, ""),
    length: String(entry.place.length),
    offset: String(entry.place.offset),
    filename: entry.place.file,
  };
  return toAscii(`${surtOf(entry.url)} ${timestamp} ${JSON.stringify(fields)}`);
}

/** @throws DamagedArchiveError `cdxj_damaged`. */
export function parseCdxjLine(line: string): CdxjEntry {
  const match = /^\S+ (\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{0,3}) (\{.*\})$/.exec(line);
  try {
    if (match === null) throw new Error("not a CDXJ line");
    const [, year, month, day, hour, minute, second, ms, json] = match;
    const fields = JSON.parse(json ?? "") as Record<string, unknown>;
    const capturedAt = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${(ms ?? "").padEnd(3, "0")}Z`);
    const digest = String(fields.digest ?? "");
    return {
      url: String(fields.url),
      capturedAt,
      status: Number(fields.status ?? 0),
      mime: fields.mime === undefined || fields.mime === "unk" ? null : String(fields.mime),
      digest: digest === "" || digest.includes(":") ? digest : `sha1:${digest}`,
      place: { file: String(fields.filename), offset: Number(fields.offset), length: Number(fields.length) },
    };
  } catch (cause) {
    throw new DamagedArchiveError("cdxj_damaged", "A line of the archive's index cannot be read.", {
      cause,
      next: "Delete index.cdxj and the folder cdxj beside it; both are made again from the WARC files.",
    });
  }
}

function toAscii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
