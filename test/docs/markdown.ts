import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");

/** A document of the repository. */
export interface Markdown {
  /** From the root, with forward slashes. */
  path: string;
  text: string;
}

/** Every Markdown file that git knows or would add, generated and installed ones left out. */
export function listMarkdown(): Markdown[] {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "--", "*.md"], {
    cwd: root,
    encoding: "utf8",
  });
  return listed
    .split("\n")
    .filter((path) => path !== "")
    .map(loadMarkdown);
}

export function loadMarkdown(path: string): Markdown {
  return { path, text: readFileSync(join(root, path), "utf8") };
}

/** Targets of links and pictures, code left out. */
export function linksOf({ text }: Markdown): string[] {
  const prose = text.replaceAll(/^(?:```[\s\S]*?^```|(?: {4}|\t).*)$/gm, "").replaceAll(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = ""]) => target);
}

/** Levels of the headings in order, such as `##`. */
export function headingsOf({ text }: Markdown): string[] {
  return [...text.matchAll(/^(#{1,6}) .+$/gm)].map(([, level = ""]) => level);
}

/** Lines of indented code, comments behind `  #` taken off. */
export function commandLinesOf({ text }: Markdown): string[] {
  return [...text.matchAll(/^ {4}(\S.*)$/gm)].map(([, line = ""]) => line.replace(/\s{2,}#.*$/, "").trim());
}

/** What stands between backticks, in fenced code too. */
export function codeSpansOf({ text }: Markdown): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
}
