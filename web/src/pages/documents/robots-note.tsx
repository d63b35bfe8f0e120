import type { Capture } from "../../api/types.ts";
import { useText } from "../../i18n/use-text.ts";

const causes = ["rule", "no_match", "allow_all", "robots_txt_itself"] as const;

/** What robots.txt said about a capture, and the rule that said it. */
export function RobotsNote({ robots }: { robots: Capture["robots"] }) {
  const { t } = useText();
  const cause = causes.find((one) => one === robots.because);
  return (
    <>
      {t(robots.allowed ? "lineage.allowed" : "lineage.refused")}:{" "}
      {cause === undefined ? robots.because : t(`robots.${cause}`)}
      {robots.rule === null ? null : (
        <>
          {" "}
          <code>{robots.rule}</code>
        </>
      )}
    </>
  );
}
