import { z } from "zod";

/** What Lindera says of one token, offsets turned from UTF-8 bytes to UTF-16 units. */
export interface LinderaToken {
  surface: string;
  pos: string;
  start: number;
  end: number;
  /** Parts of a melted or compound form, as ko-dic writes them: 했 → 하/VV + 았/EP. */
  parts: { surface: string; pos: string }[];
}

const rawToken = z.object({
  surface: z.string(),
  byteStart: z.number(),
  byteEnd: z.number(),
  partOfSpeechTag: z.string().default("UNK"),
  expression: z.string().default("*"),
});

/** Tokens come as objects or, in some builds, as Maps; blanks are left out. */
export function readTokens(answer: unknown, text: string): LinderaToken[] {
  if (!Array.isArray(answer)) throw new TypeError("the analyser gave no list of tokens");
  const tokens: LinderaToken[] = [];
  let byte = 0;
  let unit = 0;
  const unitAt = (target: number): number => {
    while (byte < target && unit < text.length) {
      const code = text.charCodeAt(unit);
      const pair = code >= 0xd800 && code <= 0xdbff;
      byte += code < 0x80 ? 1 : code < 0x800 ? 2 : pair ? 4 : 3;
      unit += pair ? 2 : 1;
    }
    return unit;
  };
  for (const one of answer) {
    const raw = rawToken.parse(one instanceof Map ? Object.fromEntries(one) : one);
    const start = unitAt(raw.byteStart);
    const end = unitAt(raw.byteEnd);
    if (raw.surface.trim() === "") continue;
    tokens.push({ surface: raw.surface, pos: raw.partOfSpeechTag, start, end, parts: readParts(raw.expression) });
  }
  return tokens;
}

function readParts(expression: string): { surface: string; pos: string }[] {
  if (expression === "*") return [];
  return expression.split("+").map((part) => {
    const [surface = "", pos = ""] = part.split("/");
    return { surface, pos };
  });
}
