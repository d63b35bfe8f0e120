import { type AnyNode, type Element, isTag } from "domhandler";
import {
  getAttributeValue,
  getChildren,
  getSiblings,
  getText,
  hasAttrib,
  prevElementSibling,
  removeSubsets,
} from "domutils";
import { SchemaError } from "../errors.ts";

/** Steps from element to element that one page may cost, all its selectors together: seconds, where real pages take milliseconds. */
const maxSteps = 60_000_000;

const leftOf = new WeakMap<AnyNode, number>();
/** Of the page in hand. */
let stepsLeft = Number.POSITIVE_INFINITY;

/**
 * Counts the steps of `work` for the page in which `within` stands. Selectors climb and look along siblings: a page that is made for it lets few
 * of them cost hours. @throws SchemaError when it costs too much.
 */
export function withinBudget<T>(within: AnyNode, work: () => T): T {
  const root = rootOf(within);
  const outer = stepsLeft;
  stepsLeft = leftOf.get(root) ?? maxSteps;
  try {
    return work();
  } finally {
    leftOf.set(root, stepsLeft);
    stepsLeft = outer;
  }
}

/** Counts steps of the work in hand. */
export function spend(steps: number): void {
  stepsLeft -= steps;
  if (stepsLeft < 0) throw new SchemaError("The page is built so that looking for its parts takes too long.");
}

function rootOf(node: AnyNode): AnyNode {
  let root = node;
  while (root.parent !== null) root = root.parent;
  return root;
}

/** Asked at each step, and therefore at hand. */
const isElement = isTag;

/** How selectors walk through a page, counted where they climb and look along. */
export const countedAdapter = {
  getAttributeValue,
  getChildren,
  getSiblings,
  hasAttrib,
  prevElementSibling,
  removeSubsets,
  getName: (element: Element): string => element.name,
  getParent: (element: Element): AnyNode | null => element.parent,
  isTag: (node: AnyNode): node is Element => {
    stepsLeft -= 1;
    if (stepsLeft < 0) spend(0);
    return isElement(node);
  },
  getText: (node: AnyNode): string => {
    const text = getText(node);
    spend(1 + text.length / 10);
    return text;
  },
};
