import { ApiProblem } from "../../api/client.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { useText } from "../../i18n/use-text.ts";
import styles from "./collect.module.css";

/** Why a collection did not start; for a private address, the way in that is open to it. */
export function Refusal({ error, addresses }: { error: Error; addresses: string }) {
  const { t } = useText();
  if (!(error instanceof ApiProblem && error.problem.code === "address_refused"))
    return <ProblemNotice error={error} />;
  const [first] = addresses.split(/\s+/).filter((line) => line !== "");
  return (
    <ProblemNotice error={error}>
      <p>{t("form.private")}</p>
      <pre className={styles.command}>npx naru collect {first}</pre>
    </ProblemNotice>
  );
}
