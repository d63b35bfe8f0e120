import { crc32, deflateRawSync } from "node:zlib";

export interface ZipEntry {
  name: string;
  body: Uint8Array;
  /** Default false: stored as it is. */
  deflated?: boolean;
  /** Sizes that the zip file claims instead of the true ones. */
  claims?: { size?: number };
  encrypted?: boolean;
}

/** A zip file with the entries given, names as they stand: `../` and all. */
export function buildZip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, body, deflated = false, claims = {}, encrypted = false } of entries) {
    const nameBytes = Buffer.from(name, "utf8");
    const data = deflated ? deflateRawSync(body) : Buffer.from(body);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x800 | (encrypted ? 1 : 0), 2);
    facts.writeUInt16LE(deflated ? 8 : 0, 4);
    facts.writeUInt32LE(crc32(body), 10);
    facts.writeUInt32LE(data.length, 14);
    facts.writeUInt32LE(claims.size ?? body.length, 18);
    facts.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004", "latin1"), facts, nameBytes, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\u0001\u0002\u0014\u0000", "latin1"), facts, tail, nameBytes]));
    parts.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", 0, "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, index, end]);
}
