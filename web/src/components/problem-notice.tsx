import { ApiProblem, UnreachableError } from "../api/client.ts";
import { useText } from "../i18n/use-text.ts";
import { Icon } from "./icon.tsx";
import styles from "./notice.module.css";

/** An error as sentences: what happened, what to do next, and the code to look it up by. */
export function ProblemNotice({ error, children }: { error: unknown; children?: React.ReactNode }) {
  const { t } = useText();
  const { what, next, code } = describe(error, t("error.unreachable"), t("error.unreachable.next"));
  return (
    <div className={styles.notice} data-kind="problem" role="alert">
      <Icon name="warning" size={18} />
      <div>
        <p className={styles.what}>{what}</p>
        {next === undefined ? null : <p>{next}</p>}
        {children}
        {code === undefined ? null : (
          <p className={styles.code}>
            {t("error.code")} <code>{code}</code>
          </p>
        )}
      </div>
    </div>
  );
}

function describe(error: unknown, unreachable: string, unreachableNext: string) {
  if (error instanceof ApiProblem) {
    const { detail, title, next, code } = error.problem;
    return { what: detail ?? title, next, code };
  }
  if (error instanceof UnreachableError) return { what: unreachable, next: unreachableNext, code: undefined };
  return { what: error instanceof Error ? error.message : String(error), next: undefined, code: undefined };
}
