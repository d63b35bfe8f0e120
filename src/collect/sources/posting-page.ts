import { type AnyNode, isTag } from "domhandler";
import type { PostingBody } from "./posting.ts";
import { attributeOf, type Element, type Markup, selectAll, selectFirst, textOf } from "./select.ts";

/** What a posting's page shows under headings of its own. */
export interface ShownParts {
  body: PostingBody;
  /** Terms and what stands beside them: `근무지역` → `서울 마포구`. */
  said: ReadonlyMap<string, string>;
}

const parts: readonly [RegExp, keyof PostingBody][] = [
  [/^(?:서비스|회사|기업|팀)\s?(?:소개|이야기)$|^company overview$/i, "intro"],
  [/^(?:주요|담당|상세)\s?업무$|^하는 일$|^responsibilities$/i, "tasks"],
  [
    /^(?:(?:자격|지원|필수)\s?(?:요건|자격|조건)|모집요강)$|^업무 관련 기술|^(?:qualifications|requirements)$/i,
    "requirements",
  ],
  [/^우대\s?(?:사항|조건|요건)$|^preferred/i, "preferred"],
  [/^(?:복지 및 혜택|혜택 및 복지|복리\s?후생|복지|혜택)$|^benefits$/i, "benefits"],
  [/^(?:채용|전형)\s?(?:절차|과정|프로세스|단계)/, "process"],
];
const maxHeadings = 500;

/** Reads the parts and terms that Korean boards set apart by headings, definition lists and tables. */
export function shownParts(page: Markup): ShownParts {
  const said = new Map<string, string>();
  const body: PostingBody = {};
  for (const heading of selectAll("dt, th, h2, h3, h4, h5", page).slice(0, maxHeadings)) {
    const term = textOf(heading).replaceAll("\n", " ").replace(/\s?:$/, "");
    if (term === "" || term.length > 40) continue;
    const part = parts.find(([pattern]) => pattern.test(term))?.[1];
    const isTerm = heading.name === "dt" || heading.name === "th";
    if (part === undefined && !isTerm) continue;
    const text = isTerm ? besideOf(heading) : belowOf(heading);
    if (text === "") continue;
    if (part !== undefined && body[part] === undefined) body[part] = text;
    if (isTerm && !said.has(term)) said.set(term, text);
  }
  return { body, said };
}

/** The address that a page gives for its own; a file that was saved may have no other. */
export function ownAddress(page: Markup): string | null {
  return (
    attributeOf(selectFirst('link[rel="canonical"]', page), "href") ??
    attributeOf(selectFirst('meta[property="og:url"]', page), "content")
  );
}

/** Why a page that came with all signs of success is not what was asked for, one sentence; null when it may be. */
export function wallIn(page: Markup): string | null {
  const source = selectAll("script", page)
    .slice(0, 200)
    .map(
      (script) =>
        `${script.attribs.src ?? ""} ${script.children.map((child) => ("data" in child ? child.data.slice(0, 2_000) : "")).join("")}`,
    )
    .join("\n");
  if (/awswaf\.com|AwsWafIntegration|gokuProps|captcha-delivery\.com|px-captcha|challenge-platform/.test(source)) {
    return "The saved page is a check for robots, not the posting. Save it again after the posting is on the screen.";
  }
  const hasPassword = selectFirst('input[type="password"]', page) !== null;
  const isGate = selectFirst(
    '.authwall-join-form, form[action*="login"], form[action*="signin"], form[action*="sign_in"]',
    page,
  );
  if (hasPassword && isGate !== null) {
    return "The saved page asks for a login. Save it again while the posting itself is on the screen.";
  }
  return null;
}

function besideOf(term: Element): string {
  for (let next: AnyNode | null = term.next; next !== null; next = next.next) {
    if (!isTag(next)) continue;
    return next.name === "dd" || next.name === "td" ? textOf(next) : "";
  }
  return "";
}

/** Everything behind a heading until the next of its rank, or behind the box that holds nothing but the heading. */
function belowOf(heading: Element): string {
  let from: Element = heading;
  for (let up = 0; up < 2; up += 1) {
    const lines: string[] = [];
    for (let next: AnyNode | null = from.next; next !== null; next = next.next) {
      if (isTag(next) && (next.name === heading.name || selectFirst(heading.name, next) !== null)) break;
      const text = isTag(next) ? textOf(next) : "data" in next && next.type === "text" ? next.data.trim() : "";
      if (text !== "") lines.push(text);
    }
    if (lines.length > 0) return lines.join("\n");
    const { parent } = from;
    if (parent === null || !isTag(parent)) return "";
    from = parent;
  }
  return "";
}
