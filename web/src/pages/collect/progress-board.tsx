import type { Collection } from "../../api/types.ts";
import { isFinal } from "../../api/use-live-collection.ts";
import type { MessageId } from "../../i18n/en/index.ts";
import { useText } from "../../i18n/use-text.ts";
import styles from "./collection.module.css";

const endings = {
  stopped: "progress.stopped",
  done: "progress.finished",
  failed: "progress.broken",
} as const satisfies Partial<Record<Collection["status"], MessageId>>;

/** Counters of a collection, live, and how far it is through what it knows so far. */
export function ProgressBoard({ collection }: { collection: Collection }) {
  const { t, format } = useText();
  const { progress, request, status } = collection;
  const open = progress.queued + progress.inFlight;
  const left = Math.max(0, Math.min(open, request.maxPages - progress.done));
  const settled = progress.done + progress.failed;
  const share = isFinal(collection) ? 1 : settled + left === 0 ? 0 : settled / (settled + left);
  const running = status === "running";
  const etaSeconds = running && progress.pagesPerSecond > 0 ? left / progress.pagesPerSecond : undefined;
  const figures: [MessageId, string, string?][] = [
    [progress.items > 0 ? "progress.requests" : "progress.done", format.count(progress.done)],
    ...(progress.items > 0 ? ([["progress.items", format.count(progress.items)]] as [MessageId, string][]) : []),
    ["progress.documents", format.count(progress.documents)],
    ["progress.rate", running ? format.decimal(progress.pagesPerSecond) : "–", t("progress.rate.unit")],
    ["progress.queued", format.count(open)],
    ["progress.bytes", format.bytes(progress.bytes)],
    ["progress.failed", format.count(progress.failed)],
    ["progress.skipped", format.count(progress.skipped)],
  ];

  return (
    <section className={styles.board} aria-label={t("progress.label")}>
      <div
        className={styles.track}
        role="progressbar"
        aria-label={t("progress.label")}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <div className={styles.fill} data-status={status} style={{ width: `${share * 100}%` }} />
      </div>
      <p className={styles.eta}>
        <Standing collection={collection} share={share} etaSeconds={etaSeconds} />
      </p>
      <dl className={styles.figures}>
        {figures.map(([name, value, unit]) => (
          <div key={name}>
            <dt>{t(name)}</dt>
            <dd>
              {value}
              {unit === undefined || value === "–" ? null : <small> {unit}</small>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** In one sentence how it stands: how it ended, what it waits for, or how long it may take. */
function Standing({
  collection: { progress, status },
  share,
  etaSeconds,
}: {
  collection: Collection;
  share: number;
  etaSeconds: number | undefined;
}) {
  const { t, format } = useText();
  if (status === "stopped" || status === "done" || status === "failed") {
    return t(endings[status], { count: progress.done, shown: format.count(progress.done) });
  }
  if (progress.waitingForReading !== null) {
    const { documents, read } = progress.waitingForReading;
    return t(read ? "progress.reading" : "progress.unread", { shown: format.count(documents) });
  }
  if (etaSeconds !== undefined) {
    return t("progress.eta", { share: format.percent(share), time: format.duration(etaSeconds) });
  }
  if (progress.waitingUntil !== null) return t("progress.waiting", { date: format.moment(progress.waitingUntil) });
  return t(status === "running" ? "progress.begins" : "progress.paused");
}
