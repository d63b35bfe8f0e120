import { createHash } from "node:crypto";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { z } from "zod";
import { ModelFileError } from "../errors.ts";
import type { Calibration } from "./calibrate.ts";
import type { FeatureSpec } from "./features.ts";
import { textFolding } from "./text-codes.ts";

/*
 * A linear model as one file, little-endian:
 *
 *   offset  bytes  what
 *   0       8      magic "naruLIN\n"
 *   8       4      format version, 1
 *   12      4      H, bytes of the header
 *   16      4      P, bytes of the payload
 *   20      H      header, JSON in UTF-8 (schema below)
 *   20+H    P      payload, brotli: 2^hashBits weights of 4 bits, low nibble first; codes 0–14 name entries of `levels`
 *   20+H+P  32     SHA-256 of all bytes before it
 *
 * It holds hashes' weights only: no n-gram and no training text can be read back from it.
 */
const magic = Buffer.from("naruLIN\n", "latin1");
const formatVersion = 1;
const prefixBytes = 20;
const digestBytes = 32;
const largestHeader = 64 * 1024;
const largestFile = 64 * 1024 * 1024;

const finite = z.number().refine(Number.isFinite);

const headerSchema = z.strictObject({
  task: z.string().min(1).max(64),
  folding: z.literal(textFolding),
  features: z.strictObject({
    hashBits: z.int().min(10).max(26),
    charMax: z.int().min(1).max(8),
    partialMax: z.int().min(0).max(8),
    wordMax: z.int().min(0).max(4),
    maxCharacters: z.int().min(16).max(65_536),
  }),
  bias: finite,
  calibration: z.strictObject({ slope: finite, offset: finite }),
  levels: z.array(finite).length(15),
  kept: z.int().min(0),
});

export interface LinearWeights {
  task: string;
  features: FeatureSpec;
  bias: number;
  calibration: Calibration;
  /** Value of each 4-bit code. */
  levels: number[];
  /** Weights that are not zero. */
  kept: number;
  /** Two codes a byte, low nibble first. */
  nibbles: Uint8Array;
}

export function encodeLinearModel(model: LinearWeights): Buffer {
  const { task, features, bias, calibration, levels, kept, nibbles } = model;
  const header = Buffer.from(
    JSON.stringify({ task, folding: textFolding, features, bias, calibration, levels, kept } satisfies z.input<
      typeof headerSchema
    >),
  );
  const payload = brotliCompressSync(nibbles, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: nibbles.length },
  });
  const prefix = Buffer.alloc(prefixBytes);
  magic.copy(prefix);
  prefix.writeUInt32LE(formatVersion, 8);
  prefix.writeUInt32LE(header.length, 12);
  prefix.writeUInt32LE(payload.length, 16);
  const body = Buffer.concat([prefix, header, payload]);
  return Buffer.concat([body, createHash("sha256").update(body).digest()]);
}

/** Checks everything before it believes anything; a wrong file is a ModelFileError that says what is wrong. */
export function decodeLinearModel(bytes: Uint8Array): LinearWeights {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length > largestFile) throw new ModelFileError(`The model file is larger than ${largestFile} bytes.`);
  if (file.length < prefixBytes + digestBytes || !file.subarray(0, magic.length).equals(magic)) {
    throw new ModelFileError("This is not a naru model file.");
  }
  const version = file.readUInt32LE(8);
  if (version !== formatVersion) {
    throw new ModelFileError(`The model file has format ${version}; this naru reads format ${formatVersion}.`);
  }
  const headerBytes = file.readUInt32LE(12);
  const payloadBytes = file.readUInt32LE(16);
  if (headerBytes > largestHeader || prefixBytes + headerBytes + payloadBytes + digestBytes !== file.length) {
    throw new ModelFileError("The model file is cut off or has bytes too many.");
  }
  const body = file.subarray(0, file.length - digestBytes);
  if (
    !createHash("sha256")
      .update(body)
      .digest()
      .equals(file.subarray(file.length - digestBytes))
  ) {
    throw new ModelFileError("The model file is damaged: its checksum is wrong.");
  }
  const header = parseHeader(file.subarray(prefixBytes, prefixBytes + headerBytes));
  const nibbles = unpack(file.subarray(prefixBytes + headerBytes, body.length), 2 ** header.features.hashBits / 2);
  const { task, features, bias, calibration, levels, kept } = header;
  return { task, features, bias, calibration, levels, kept, nibbles };
}

function parseHeader(bytes: Buffer): z.output<typeof headerSchema> {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw new ModelFileError("The header of the model file is not JSON.", { cause });
  }
  const header = headerSchema.safeParse(json);
  if (!header.success) {
    const issue = header.error.issues[0];
    throw new ModelFileError(
      `The header of the model file is wrong at ${issue?.path.join(".") || "its root"}: ${issue?.message ?? ""}.`,
      { cause: header.error },
    );
  }
  return header.data;
}

function unpack(payload: Buffer, expectedBytes: number): Uint8Array {
  let nibbles: Buffer;
  try {
    nibbles = brotliDecompressSync(payload, { maxOutputLength: expectedBytes });
  } catch (cause) {
    throw new ModelFileError("The weights of the model file cannot be unpacked.", { cause });
  }
  if (nibbles.length !== expectedBytes) throw new ModelFileError("The model file has too few weights.");
  for (const byte of nibbles) {
    if ((byte & 15) === 15 || byte >>> 4 === 15) throw new ModelFileError("The model file holds an impossible weight.");
  }
  return nibbles;
}
