import type { Collection } from "../contracts/index.ts";
import { durationText, type TimeLeft } from "./time-left.ts";

export interface CollectionLine {
  text: string;
  /** Of what is known so far, 0–1; it may fall when a page brings many links. */
  share: number;
}

/** One line on how a collection stands. @param now milliseconds since the epoch. */
export function collectionLine(collection: Collection, timeLeft: TimeLeft, now: number): CollectionLine {
  const { source, progress, request } = collection;
  const { done, pages, failed, skipped, queued, inFlight, pagesPerSecond, items, waitingUntil, waitingForReading } =
    progress;
  const ended = done + failed + skipped;
  const left = Math.min(queued + inFlight, Math.max(0, request.maxPages - pages));
  const ms = timeLeft.look({ ended, left }, now);
  const parts = [
    source === "web" ? count(pages, "page", "pages") : count(done, "request", "requests"),
    ...(items > 0 ? [count(items, "item", "items")] : []),
    `${failed.toLocaleString("en")} failed`,
    ...(skipped > 0 ? [`${skipped.toLocaleString("en")} left out`] : []),
    `${left.toLocaleString("en")} to go`,
  ];
  if (waitingForReading !== null) {
    const { documents, read } = waitingForReading;
    const many = `more than ${documents.toLocaleString("en")} documents`;
    parts.unshift(
      read ? `waits until ${many} have been read` : `waits for ${many} to be read and no worker is at work`,
    );
  } else if (waitingUntil !== null && Date.parse(waitingUntil) > now) {
    // What it waits for comes first: on a narrow terminal the rest is cut.
    parts.unshift(`waits until ${momentText(Date.parse(waitingUntil), now)} for a quota or another try`);
  } else {
    parts.push(`${pagesPerSecond.toFixed(1)}/s`);
    if (left > 0) parts.push(ms === null ? "time left unknown" : `about ${durationText(ms)} left`);
  }
  return { text: parts.join(" · "), share: ended + left === 0 ? 0 : Math.min(1, ended / (ended + left)) };
}

/** The time by the clock on the wall here; with the day when it is not today's. */
function momentText(moment: number, now: number): string {
  const at = new Date(moment);
  const time = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const today = at.toDateString() === new Date(now).toDateString();
  return today ? time : `${at.toLocaleDateString("sv-SE")} ${time}`;
}

function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
