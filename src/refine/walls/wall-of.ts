import type { PageWall } from "../../domain/page.ts";
import { unreadTags } from "../extract/measure.ts";
import { blockTags } from "../html/tags.ts";
import { foldBlanks, textOf } from "../html/text-of.ts";
import type { HtmlElement, HtmlTree } from "../html/tree.ts";
import { noticeIn } from "./notice.ts";

/** A page with more text than this (blanks and links not counted) is a page, whatever else it holds. */
const wallChars = 1_200;
const emptyChars = 120;
/** Characters that a wall may say beside a notice that comes first, labels included. */
const besideNotice = 50;

/** Scripts and markup that only challenge pages of well-known firewalls and captcha services carry. */
const challengeScript =
  /\/cdn-cgi\/challenge-platform\/|captcha-delivery\.com|\/_Incapsula_Resource|awswaf\.com|px-captcha|perimeterx|challenges\.cloudflare\.com\/turnstile|\/akam\/|hcaptcha\.com\/1\/api|recaptcha\/(?:api|enterprise)\.js/i;
const challengeIds = /^(?:challenge-(?:form|running|stage|error-text)|px-captcha|cf-wrapper|captcha-container)$/;
const challengeTitle =
  /^(?:just a moment|attention required|access denied|checking your browser|please verify you are (?:a )?human|are you a robot|human verification|ddos-guard|pardon our interruption|request unsuccessful|security check|보안\s?(?:확인|문자)|자동\s?(?:입력|등록)\s?방지|로봇이\s?아닙니다|비정상적인\s?(?:접근|요청))\s{0,3}(?:[.!?…|:–-]|$)/i;

const loginTitle =
  /^(?:(?:회원\s?)?로그인|(?:log|sign)[ -]?in)\s{0,3}(?:[|:·–-]|$)|[|:·–-]\s{0,3}(?:(?:회원\s?)?로그인|(?:log|sign)[ -]?in)$/i;
const scriptAsk =
  /(?:enable|requires?|need|turn on)[^.]{0,40}javascript|javascript[^.]{0,60}(?:enable|required|disabled|활성화|사용|필요)|자바스크립트/i;
const emptyRoot = /^(?:root|app|__next|__nuxt|main-app|react-root|svelte|q-app|app-root|wrap)$/;

/** What was read of the page so far. */
export interface PageText {
  title: string | null;
  /** Main text. */
  text: string;
  /** Characters of the page outside links, blanks not counted. */
  pageChars: number;
  /** The text was in the page's data: no browser is needed for it. */
  fromData: boolean;
}

/** What the page is instead of what was asked for, or null. A wall says little else: words of one inside a text prove nothing. */
export function wallOf(tree: HtmlTree, page: PageText): PageWall | null {
  const { title, pageChars } = page;
  if (pageChars > wallChars) return null;
  const text = page.text === "" ? visibleText(tree.root) : page.text;
  const notice = noticeIn(title, text);
  const saysLittle = notice.leads && notice.other <= besideNotice;
  if (isChallenge(tree, title, notice.kind === "bot_wall", notice.prose)) return "bot_wall";
  if (notice.kind === "bot_wall" && saysLittle) return "bot_wall";
  if (tree.anchors.some(isBlogFrame) && pageChars <= emptyChars) return "iframe_shell";
  if (notice.kind === "deleted" && saysLittle) return "deleted";
  if (notice.kind === "login_wall" && saysLittle) return "login_wall";
  if (isLoginForm(tree, title, notice)) return "login_wall";
  if (pageChars <= emptyChars && needsScript(tree, page)) return "needs_render";
  if (pageChars <= 40 && !hasSentence(page.text) && tree.anchors.some(({ tag }) => tag === "frame" || tag === "iframe"))
    return "iframe_shell";
  return null;
}

/** A firewall's page names itself in its scripts, and says nothing of its own. Forms of ordinary pages have captchas too. */
function isChallenge(tree: HtmlTree, title: string | null, said: boolean, prose: number): boolean {
  const titled = title !== null && challengeTitle.test(title);
  if (!titled && !said) return false;
  const scripted =
    tree.scriptSources.some((src) => challengeScript.test(src)) || hasId(tree.root, challengeIds) || titled;
  return scripted && prose <= (titled && said ? 300 : 120);
}

/** A form with a password and hardly a sentence beside it. */
function isLoginForm(
  tree: HtmlTree,
  title: string | null,
  { kind, other, prose }: { kind: PageWall | null; other: number; prose: number },
): boolean {
  if (prose > 60 || !hasPassword(tree.root)) return false;
  return kind === "login_wall" || (title !== null && loginTitle.test(title)) || (prose === 0 && other <= 60);
}

/** Naver blog: the post is in a frame called mainFrame. */
function isBlogFrame(frame: HtmlElement): boolean {
  return (
    (frame.tag === "iframe" || frame.tag === "frame") &&
    (frame.attrs.id === "mainFrame" || frame.attrs.name === "mainFrame")
  );
}

function needsScript(tree: HtmlTree, { text, fromData }: PageText): boolean {
  if (tree.scripts === 0 || fromData) return false;
  if (hasId(tree.root, emptyRoot, true)) return true;
  if (hasSentence(text)) return false;
  return tree.scriptChars > 20_000 || tree.noscripts.some((noscript) => scriptAsk.test(textOf(noscript, 600)));
}

/** A sentence that is neither "Loading…" nor asks for scripts: somebody has said something. */
function hasSentence(text: string): boolean {
  return text
    .split("\n", 20)
    .some(
      (line) =>
        line.length >= 10 && /[.!?。다요죠음까]["”’)]?$/.test(line) && !scriptAsk.test(line) && !waits.test(line),
    );
}

const waits = /loading|please wait|잠시만|기다려|불러오는|로딩/i;

const leadsAway = new Set(["a", "nav", "footer"]);

/** Text outside links, menus and machinery, a line a block. */
function visibleText(root: HtmlElement): string {
  let out = "";
  const visit = (element: HtmlElement): void => {
    for (const child of element.children) {
      if (out.length > 4_000) return;
      if (typeof child === "string") out += child.replace(/\s+/g, " ");
      else if (!unreadTags.has(child.tag) && !leadsAway.has(child.tag)) {
        const block = blockTags.has(child.tag) || child.tag === "br";
        if (block) out += "\n";
        visit(child);
        if (block) out += "\n";
      }
    }
  };
  visit(root);
  return out
    .split("\n")
    .map(foldBlanks)
    .filter((line) => line !== "")
    .join("\n");
}
function hasPassword(root: HtmlElement): boolean {
  return some(root, (element) => element.tag === "input" && element.attrs.type?.toLowerCase() === "password");
}

function hasId(root: HtmlElement, name: RegExp, empty = false): boolean {
  return some(
    root,
    (element) => element.attrs.id !== undefined && name.test(element.attrs.id) && (!empty || element.chars === 0),
  );
}

function some(root: HtmlElement, test: (element: HtmlElement) => boolean): boolean {
  for (const child of root.children) {
    if (typeof child !== "string" && (test(child) || some(child, test))) return true;
  }
  return false;
}
