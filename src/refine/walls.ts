import type { PageWall } from "../domain/page.ts";
import { textOf } from "./html/text-of.ts";
import type { HtmlElement, HtmlTree } from "./html/tree.ts";

/** A page with more text than this (blanks and links not counted) is a page, whatever else it holds. */
const wallChars = 600;
const emptyChars = 120;

/** Scripts and markup that only challenge pages of well-known firewalls and captcha services carry. */
const challengeScript =
  /\/cdn-cgi\/challenge-platform\/|captcha-delivery\.com|\/_Incapsula_Resource|awswaf\.com|px-captcha|perimeterx|challenges\.cloudflare\.com\/turnstile|\/akam\/|hcaptcha\.com\/1\/api|recaptcha\/(?:api|enterprise)\.js/i;
const challengeTitle =
  /^(?:just a moment|attention required|access denied|checking your browser|please verify you are (?:a )?human|are you a robot|human verification|ddos-guard|pardon our interruption|request unsuccessful|security check|보안\s?(?:확인|문자)|자동\s?(?:입력|등록)\s?방지|로봇이\s?아닙니다|비정상적인\s?(?:접근|요청))/i;
const challengeText =
  /(?:verif(?:y|ying) (?:that )?you are (?:a )?human|checking (?:if the site connection is secure|your browser)|enable javascript and cookies to continue|unusual traffic|complete the security check|자동\s?입력\s?방지|로봇이\s?아님을|비정상적인\s?(?:접근|요청|트래픽)이?\s?(?:감지|탐지))/i;

const loginText =
  /(?:로그인(?:이|을)?\s?(?:필요|하셔야|해야|하신 ?후|후\s?이용|해\s?주세요|하세요)|회원(?:만|에게만|전용)|(?:please|you (?:must|need to)) (?:log|sign) ?in|(?:log|sign) ?in (?:to (?:continue|view|read|see)|required)|members only)/i;

/** "삭제되었거나 존재하지 않는 게시물입니다." and its kin. */
const deletedText =
  /(?:(?:삭제|이동|비공개)(?:되었거나|된)[^.\n]{0,40}(?:게시물|게시글|글|페이지|포스트|문서|기사|상품)|(?:존재하지\s?않는|없는|찾을\s?수\s?없는)\s?(?:게시물|게시글|글|페이지|포스트|문서|기사|상품|블로그)|(?:게시물|게시글|페이지|글|문서|기사)(?:이|가|을|를)?\s?(?:삭제되었|존재하지\s?않|찾을\s?수\s?없)|(?:this|the) (?:post|page|topic|thread|article|item) (?:has been|was) (?:deleted|removed)|(?:page|post|topic) (?:not found|no longer exists)|content is no longer available)/i;

const scriptAsk =
  /(?:enable|requires?|need|turn on)[^.]{0,40}javascript|javascript[^.]{0,60}(?:enable|required|disabled|활성화|사용|필요)|자바스크립트/i;
const emptyRoot = /^(?:root|app|__next|__nuxt|main-app|react-root|svelte|q-app|app-root|wrap)$/;

/** What the page is instead of what was asked for, or null. Told only when the page has hardly any text of its own. */
export function wallOf(tree: HtmlTree, title: string | null, pageChars: number): PageWall | null {
  if (pageChars > wallChars) return null;
  const visible = textOf(tree.root, 4_000);
  const said = `${title ?? ""}\n${visible}`;
  if (isChallenge(tree, title, said)) return "bot_wall";
  if (tree.anchors.some(isBlogFrame) && pageChars <= emptyChars) return "iframe_shell";
  if (deletedText.test(said) && pageChars <= 300) return "deleted";
  if (hasPassword(tree.root) && (loginText.test(said) || pageChars <= emptyChars)) return "login_wall";
  if (loginText.test(said) && pageChars <= 200) return "login_wall";
  if (pageChars <= emptyChars && needsScript(tree)) return "needs_render";
  if (pageChars <= 40 && tree.anchors.some((frame) => frame.tag === "frame" || frame.tag === "iframe"))
    return "iframe_shell";
  return null;
}

function isChallenge(tree: HtmlTree, title: string | null, said: string): boolean {
  if (title !== null && challengeTitle.test(title) && (challengeText.test(said) || tree.scripts > 0)) return true;
  const scripted =
    tree.scriptSources.some((src) => challengeScript.test(src)) ||
    hasId(tree.root, /^(?:challenge-(?:form|running|stage|error-text)|px-captcha|cf-wrapper|captcha-container)$/);
  return scripted
    ? challengeText.test(said) || (title !== null && challengeTitle.test(title))
    : challengeText.test(said) && said.length < 600;
}

/** Naver blog: the post is in a frame called mainFrame. */
function isBlogFrame(frame: HtmlElement): boolean {
  return (
    (frame.tag === "iframe" || frame.tag === "frame") &&
    (frame.attrs.id === "mainFrame" || frame.attrs.name === "mainFrame")
  );
}

function needsScript(tree: HtmlTree): boolean {
  if (tree.scripts === 0) return false;
  if (tree.noscripts.some((noscript) => scriptAsk.test(textOf(noscript, 600)))) return true;
  return hasId(tree.root, emptyRoot, true) || tree.scriptChars > 20_000;
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
