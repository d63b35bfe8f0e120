/** Numbers of a slot: parent node, unit, value, and what stands beside the value. A slot without a unit is free. */
export const slotSize = 4;

/** The node that every word begins at. No slot has this number. */
export const rootNode = -1;

/**
 * Words by their UTF-16 units, as one hash table of steps: a node is the place of its slot, and the step from a node by a unit is
 * found by hashing both. A double array needs one look less a step but minutes to build; this is rebuilt from the sorted words in
 * a tenth of a second, takes user words as they come, and reads the same from shared memory.
 */
export class Trie {
  readonly slots: Int32Array;
  private readonly shift: number;
  private readonly mask: number;

  /** `slots` holds a power of two of slots; all zero for an empty trie. */
  constructor(slots: Int32Array) {
    const count = slots.length / slotSize;
    if (count < 2 || (count & (count - 1)) !== 0) throw new RangeError("a trie needs a power of two of slots");
    this.slots = slots;
    this.shift = Math.clz32(count) + 1;
    this.mask = slots.length - 1;
  }

  /** The node behind `node` by `unit`; -1 when there is none. */
  step(node: number, unit: number): number {
    const slots = this.slots;
    let at = this.home(node, unit);
    for (;;) {
      const found = slots[at + 1] as number;
      if (found === 0) return -1;
      if (found === unit && slots[at] === node) return at;
      at = (at + slotSize) & this.mask;
    }
  }

  /** As `step`, but makes the node when there is none. `unit` is not 0. The caller keeps at least a quarter of the slots free. */
  grow(node: number, unit: number): number {
    const slots = this.slots;
    let at = this.home(node, unit);
    while (slots[at + 1] !== 0) {
      if (slots[at + 1] === unit && slots[at] === node) return at;
      at = (at + slotSize) & this.mask;
    }
    slots[at] = node;
    slots[at + 1] = unit;
    return at;
  }

  /** What a word that ends at `node` is: where its tokens begin and how many there are; none when no word ends here. */
  set(node: number, first: number, count: number): void {
    this.slots[node + 2] = first;
    this.slots[node + 3] = count;
  }

  private home(node: number, unit: number): number {
    return (Math.imul(Math.imul(node, 0x9e3779b1) ^ unit, 0x85ebca6b) >>> this.shift) * slotSize;
  }
}

/** Length of `slots` for so many nodes; between a third and two thirds of the slots are taken then. */
export function trieLength(nodes: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, nodes * 1.5))) * slotSize;
}
