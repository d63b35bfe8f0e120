import { type Markup, rawTextOf, selectAll } from "../select.ts";

const maxChars = 4 * 2 ** 20;
const maxNodes = 200_000;
const push = "self.__next_f.push(";

/**
 * Every JSON object in the data that a Next.js page carries along for its own script: `__NEXT_DATA__` of its older form, or the rows that
 * `self.__next_f.push` hands over bit by bit in its newer one, long texts put back where they are referred to.
 */
export function* nextObjects(page: Markup): Generator<Record<string, unknown>> {
  const roots: unknown[] = [];
  let flight = "";
  for (const script of selectAll("script", page)) {
    const text = rawTextOf(script);
    if (text.length > maxChars) continue;
    if (script.attribs.id === "__NEXT_DATA__") roots.push(tryParse(text));
    else if (text.includes(push)) flight += pushedIn(text);
  }
  const { values, texts } = rowsOf(flight.slice(0, maxChars));
  yield* objectsIn([...roots, ...values], texts);
}

/** Texts of `self.__next_f.push([1,"…"])`, several in one script perhaps. */
function pushedIn(script: string): string {
  let out = "";
  for (let at = script.indexOf(push); at >= 0; at = script.indexOf(push, at + push.length)) {
    const open = script.indexOf('"', at);
    if (open < 0 || open - at > push.length + 20) continue;
    const close = endOfLiteral(script, open);
    if (close < 0) break;
    const text = tryParse(script.slice(open, close + 1));
    if (typeof text === "string") out += text;
    at = close;
  }
  return out;
}

function endOfLiteral(script: string, open: number): number {
  for (let at = script.indexOf('"', open + 1); at >= 0; at = script.indexOf('"', at + 1)) {
    let slashes = 0;
    while (script[at - 1 - slashes] === "\\") slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

/** Rows `ID:JSON` end with their line; rows `ID:TLENGTH,TEXT` are so many bytes long (both numbers hexadecimal). */
function rowsOf(flight: string): { values: unknown[]; texts: Map<string, string> } {
  const bytes = Buffer.from(flight);
  const values: unknown[] = [];
  const texts = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const head = /^([0-9a-f]{1,8}):(?:T([0-9a-f]{1,8}),)?/.exec(bytes.toString("latin1", at, at + 24));
    const lineEnd = bytes.indexOf(10, at);
    const end = lineEnd < 0 ? bytes.length : lineEnd;
    if (head === null) {
      // Not cut into rows: the data itself.
      values.push(tryParse(bytes.toString("utf8", at, end)));
      at = end + 1;
      continue;
    }
    const [whole, id = "", length] = head;
    const from = at + whole.length;
    if (length === undefined) {
      values.push(tryParse(bytes.toString("utf8", from, end)));
      at = end + 1;
    } else {
      const to = from + Number.parseInt(length, 16);
      texts.set(`$${id}`, bytes.toString("utf8", from, to));
      at = to;
    }
  }
  return { values, texts };
}

function* objectsIn(roots: readonly unknown[], texts: ReadonlyMap<string, string>): Generator<Record<string, unknown>> {
  const stack = [...roots].reverse();
  for (let seen = 0; stack.length > 0 && seen < maxNodes; seen += 1) {
    const value = stack.pop();
    if (typeof value !== "object" || value === null) continue;
    if (!Array.isArray(value)) {
      const entries = Object.entries(value).map(([name, one]) => [
        name,
        typeof one === "string" ? (texts.get(one) ?? one) : one,
      ]);
      yield Object.fromEntries(entries);
    }
    stack.push(...Object.values(value).slice(0, 10_000).reverse());
  }
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
