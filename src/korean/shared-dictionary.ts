import { decodePack, type PackHeader, type Sections } from "./dictionary-format.ts";
import { rootNode, Trie, trieLength } from "./trie.ts";

type Kept =
  | "tokenEntries"
  | "tokenExpressions"
  | "entries"
  | "entryTags"
  | "expressions"
  | "characters"
  | "connections";

/**
 * A dictionary in shared memory. It may be sent to threads by `postMessage`; they read the same bytes and nothing is copied, so
 * it costs its 60 MB once.
 */
export interface SharedDictionary extends Pick<Sections, Kept> {
  readonly about: PackHeader;
  /** Slots of the trie of all words; the values are numbers of tokens. */
  readonly trie: Int32Array;
  /** Where each line of `expressions` begins, and the end. */
  readonly expressionStarts: Uint32Array;
}

/** Lays an unpacked dictionary out in shared memory and builds its trie. */
export function shareDictionary(pack: Uint8Array): SharedDictionary {
  const { header, sections } = decodePack(pack);
  const trie = new Int32Array(new SharedArrayBuffer(trieLength(header.nodes) * Int32Array.BYTES_PER_ELEMENT));
  fillTrie(new Trie(trie), sections);
  return {
    about: header,
    trie,
    expressionStarts: new Uint32Array(shared(Uint32Array.from(lineStarts(sections.expressions)))),
    tokenEntries: new Uint16Array(shared(sections.tokenEntries)),
    tokenExpressions: new Uint16Array(shared(sections.tokenExpressions)),
    entries: new Int16Array(shared(sections.entries)),
    entryTags: new Uint16Array(shared(sections.entryTags)),
    expressions: new Uint8Array(shared(sections.expressions)),
    characters: new Uint32Array(shared(sections.characters)),
    connections: new Int16Array(shared(sections.connections)),
  };
}

function shared(section: Uint8Array | Uint16Array | Int16Array | Uint32Array): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(section.byteLength);
  new Uint8Array(buffer).set(new Uint8Array(section.buffer, section.byteOffset, section.byteLength));
  return buffer;
}

/** Neighbours in the sorted list share their beginnings, so each word goes on from the node where they part. */
function fillTrie(trie: Trie, { keyShared, keyAdded, keyTokens, keyUnits }: Sections): void {
  const path = new Int32Array(512).fill(rootNode);
  let unit = 0;
  let token = 0;
  for (let key = 0; key < keyShared.length; key++) {
    let depth = keyShared[key] as number;
    for (const end = depth + (keyAdded[key] as number); depth < end; depth++) {
      path[depth + 1] = trie.grow(path[depth] as number, keyUnits[unit++] as number);
    }
    trie.set(path[depth] as number, token, keyTokens[key] as number);
    token += keyTokens[key] as number;
  }
}

function lineStarts(text: Uint8Array): number[] {
  const starts = [0];
  for (let at = text.indexOf(10); at !== -1; at = text.indexOf(10, at + 1)) starts.push(at + 1);
  starts.push(text.length + 1);
  return starts;
}
