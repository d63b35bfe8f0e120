import { ApiProblem } from "../../api/client.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { useText } from "../../i18n/use-text.ts";
import styles from "./collect.module.css";

/** Why a collection did not start; a private address is told the way in that is open to it. */
export function Refusal({ error, addresses }: { error: Error; addresses: string }) {
  const { t } = useText();
  const refused = error instanceof ApiProblem && /address/.test(error.problem.code) && error.problem.status !== 404;
  const [first] = addresses.split(/\s+/).filter((line) => line !== "");
  return (
    <ProblemNotice error={error}>
      {refused ? (
        <>
          <p>{t("form.private")}</p>
          <pre className={styles.command}>npx naru collect {first}</pre>
        </>
      ) : null}
    </ProblemNotice>
  );
}
