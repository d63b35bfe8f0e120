import { emojiSigns } from "./emoji-codes.ts";
import type { Message } from "./schema.ts";

/**
 * Plain text of a message in Slack's markup: links by their words, channels by name, people by a short hash, emoji as signs.
 * "<@U01AB> 회의록은 <https://example.com/a|여기> :+1:" → "@1f3a9c02 회의록은 여기 👍"
 */
export function messageText(markup: string, hashAuthor: (id: string) => string): string {
  const linked = markup.replaceAll(/<([^<>]{1,3000})>/g, (_, inside: string) => linkText(inside, hashAuthor));
  const plain = emojiSigns(unformatted(linked));
  return plain.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&").trim();
}

/** What a message says: its text; or, where an app put it elsewhere, its attachments, blocks and files. */
export function markupOf({ text, attachments, blocks, files }: Message): string {
  if (text.trim() !== "") return text;
  const attached = attachments.flatMap((one) => [one.pretext, one.title, one.text ?? one.fallback]);
  const laid = blocks.map((one) => one.text?.text);
  const named = files.map(({ title, name }) => title ?? name);
  const said = [...attached, ...laid, ...named].filter((line) => typeof line === "string" && line.trim() !== "");
  return [...new Set(said)].slice(0, 50).join("\n");
}

function linkText(inside: string, hashAuthor: (id: string) => string): string {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const words = bar < 0 ? "" : inside.slice(bar + 1);
  if (target.startsWith("@")) return `@${hashAuthor(target.slice(1)).slice(0, 8)}`;
  if (target.startsWith("#")) return `#${words || target.slice(1)}`;
  if (!target.startsWith("!")) return words || target.replace(/^(?:mailto|tel):/, "");
  // <!here>, <!subteam^S01|@team>, <!date^1392734382^{date}|2014-02-18>
  if (words !== "") return words;
  return `@${target.slice(1).split("^", 1)[0] ?? ""}`;
}

/** Without the signs for bold, struck and code. An underscore is too often part of a name to be taken away. */
function unformatted(text: string): string {
  return (
    text
      .replaceAll("```", "\n")
      // A particle may stand right behind: *중요*합니다.
      .replaceAll(/(?<![\p{L}\p{N}*])\*([^*\n]{1,500})\*(?![a-z0-9*])/giu, "$1")
      .replaceAll(/(?<![\p{L}\p{N}~])~([^~\n]{1,500})~(?![a-z0-9~])/giu, "$1")
      .replaceAll(/`([^`\n]{1,500})`/g, "$1")
  );
}
