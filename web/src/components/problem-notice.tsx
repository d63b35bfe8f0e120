import type { ReactNode } from "react";
import { ApiProblem, UnreachableError } from "../api/client.ts";
import { type Text, useText } from "../i18n/use-text.ts";
import { Icon } from "./icon.tsx";
import styles from "./notice.module.css";
import { type ProblemWords, problemWords } from "./problem-words.ts";

interface Props {
  error: unknown;
  /** Says what to do next in place of the problem's own next step. */
  children?: ReactNode;
}

/** An error as sentences: what happened, what to do next, and the code to look it up by. */
export function ProblemNotice({ error, children }: Props) {
  const text = useText();
  const { what, next, particulars } = wordsFor(error, text);
  const code = error instanceof ApiProblem ? error.problem.code : undefined;
  return (
    <div className={styles.notice} data-kind="problem" role="alert">
      <Icon name="warning" size={18} />
      <div>
        <p className={styles.what}>{what}</p>
        {children ?? (next === undefined ? null : <p>{next}</p>)}
        {particulars === undefined ? null : (
          <p className={styles.code} lang="en">
            {particulars}
          </p>
        )}
        {code === undefined ? null : (
          <p className={styles.code}>
            {text.t("error.code")} <code>{code}</code>
          </p>
        )}
      </div>
    </div>
  );
}

function wordsFor(error: unknown, text: Text): ProblemWords {
  if (error instanceof ApiProblem) return problemWords(error.problem, text);
  if (error instanceof UnreachableError) {
    return { what: text.t("error.unreachable"), next: text.t("error.unreachable.next"), particulars: undefined };
  }
  return { what: error instanceof Error ? error.message : String(error), next: undefined, particulars: undefined };
}
