import { englishCompanion, englishNotice } from "./english-notice.ts";
import { koreanCompanion, koreanNotice, type NoticeKind } from "./korean-notice.ts";

/** What the text of a page comes to when it is read as a notice. */
export interface Notice {
  /** What the first notice is of; null when there is none. */
  kind: NoticeKind | null;
  /** The title gives it, or the first sentence of the text. */
  leads: boolean;
  /** Characters of sentences that are neither notices nor what stands beside them, blanks not counted. */
  other: number;
  /** Of those, the ones in sentences rather than labels. */
  prose: number;
}

const maxSentences = 60;
const sentenceEnd = /[.!?。…]["”’)]?$|(?:다|요|죠|음|까)$/;

/** Sorts the sentences of a title and a text. A sentence that says the title once more counts for nothing. */
export function noticeIn(title: string | null, text: string): Notice {
  const found: Notice = { kind: null, leads: false, other: 0, prose: 0 };
  const ofTitle = title === null ? null : kindOf(title);
  if (ofTitle !== null) {
    found.kind = ofTitle;
    found.leads = true;
  }
  for (const sentence of sentencesOf(text).slice(0, maxSentences)) {
    const kind = kindOf(sentence);
    if (kind !== null) {
      found.kind ??= kind;
      found.leads ||= found.prose === 0;
    } else if (sentence !== title && !isCompanion(sentence)) {
      const chars = sentence.replace(/\s+/g, "").length;
      found.other += chars;
      if (chars >= 12 || (chars >= 5 && sentenceEnd.test(sentence))) found.prose += chars;
    }
  }
  return found;
}

function kindOf(sentence: string): NoticeKind | null {
  return /[가-힣]/.test(sentence) ? koreanNotice(sentence) : englishNotice(sentence);
}

function isCompanion(sentence: string): boolean {
  return sentence.length <= 160 && (koreanCompanion.test(sentence) || englishCompanion.test(sentence));
}

/** Sentences and lines; a point inside a word or a number ends none. */
function sentencesOf(text: string): string[] {
  return text
    .slice(0, 4_000)
    .split(/\n|(?<=[.!?。])\s+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}
