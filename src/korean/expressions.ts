import { noExpression } from "./dictionary-format.ts";
import type { SharedDictionary } from "./shared-dictionary.ts";

/** One morpheme of a word that the dictionary gives whole: 했 is 하/VV and 았/EP. */
export interface WordPart {
  surface: string;
  tag: string;
}

type Expression = readonly (WordPart | { length: number; tag: string })[];

/** Takes compounds and melted forms apart as the dictionary writes them. Each kind is read once and kept. */
export class Expressions {
  private readonly dictionary: SharedDictionary;
  private readonly read = new Map<number, Expression>();

  constructor(dictionary: SharedDictionary) {
    this.dictionary = dictionary;
  }

  /** Parts of a token whose word is `surface`; none when it is one morpheme. */
  partsOf(token: number, surface: string): WordPart[] {
    const number = this.dictionary.tokenExpressions[token] ?? noExpression;
    if (number === noExpression) return [];
    let at = 0;
    return this.load(number).map((part) => {
      if ("surface" in part) return part;
      at += part.length;
      return { surface: surface.slice(at - part.length, at), tag: part.tag };
    });
  }

  private load(number: number): Expression {
    const known = this.read.get(number);
    if (known !== undefined) return known;
    const { expressions, expressionStarts } = this.dictionary;
    const start = expressionStarts[number] ?? 0;
    // A decoder takes no shared memory.
    const line = new TextDecoder().decode(expressions.slice(start, (expressionStarts[number + 1] ?? start) - 1));
    const expression = parseExpression(line);
    this.read.set(number, expression);
    return expression;
  }
}

/** `=2/NNG+1/NNG` cuts by lengths, `하/VV+았/EP` gives the parts themselves. */
function parseExpression(line: string): Expression {
  const cuts = line.startsWith("=");
  return (cuts ? line.slice(1) : line).split("+").map((part) => {
    const slash = part.indexOf("/");
    const tag = part.slice(slash + 1);
    return cuts ? { length: Number(part.slice(0, slash)), tag } : { surface: part.slice(0, slash), tag };
  });
}
