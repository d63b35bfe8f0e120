import type { Grade } from "../domain/grade.ts";
import type { CharsetVerdict, PageWall } from "../domain/page.ts";

/** What grades 1 to 5 are judged by. */
export interface GradeFacts {
  charset: Pick<CharsetVerdict, "replaced"> | null;
  wall: PageWall | null;
  title: string | null;
  /** Of a kind that nobody gives a title. */
  untitled?: boolean;
  text: string;
  /** Of the parsed document. */
  weakness: string | null;
  /** Clean text exists and personal data is masked. */
  refined: boolean;
  /** Language, tokens and sentiment exist. */
  derived: boolean;
}

export interface GradeVerdict {
  grade: Grade;
  /** Id of the rule that keeps the document from the next grade; null when none of the rules known here does. */
  failedRule: GradeRuleId | null;
  /** What the rule says, one sentence. */
  failedDetail: string | null;
}

interface GradeRule {
  id: string;
  /** Grade that cannot be reached while the rule fails. */
  grade: Grade;
  says: string;
  holds: (facts: GradeFacts) => boolean;
}

/** More wrong characters than this share make a text unreadable. */
const maxReplacedShare = 0.02;

/** Rules in order; the first that fails decides. Ids are stored with documents and never change their meaning. */
export const gradeRules = [
  {
    id: "not-a-wall",
    grade: 2,
    says: "The page stands in front of what was asked for.",
    holds: (f) => f.wall === null,
  },
  { id: "has-text", grade: 2, says: "No text was found on the page.", holds: (f) => f.text.trim() !== "" },
  { id: "decoded", grade: 2, says: "More than 2 of 100 characters could not be decoded.", holds: isDecoded },
  {
    id: "main-text",
    grade: 3,
    says: "The main text could not be told from the page around it.",
    holds: (f) => f.weakness === null,
  },
  { id: "has-title", grade: 3, says: "The page has no title.", holds: (f) => f.title !== null || f.untitled === true },
  { id: "cleaned", grade: 4, says: "The text has not been cleaned and masked yet.", holds: (f) => f.refined },
  {
    id: "derived",
    grade: 5,
    says: "Language, tokens and sentiment have not been derived yet.",
    holds: (f) => f.derived,
  },
] as const satisfies readonly GradeRule[];

export type GradeRuleId = (typeof gradeRules)[number]["id"];

/** Grade of a document by the first rule that fails: 1 captured, 2 readable, 3 parsed, 4 cleaned and masked, 5 derived values added. */
export function gradeDocument(facts: GradeFacts): GradeVerdict {
  const failed = gradeRules.find((rule) => !rule.holds(facts));
  if (failed === undefined) return { grade: 5, failedRule: null, failedDetail: null };
  const aboutText = failed.id === "main-text" || failed.id === "has-text";
  const detail = aboutText && facts.weakness !== null ? facts.weakness : failed.says;
  return { grade: (failed.grade - 1) as Grade, failedRule: failed.id, failedDetail: detail };
}

function isDecoded({ charset, text }: GradeFacts): boolean {
  return (charset?.replaced ?? 0) <= text.length * maxReplacedShare;
}
