import type { NoticeKind } from "./korean-notice.ts";

const thing =
  "(?:page|post|topic|thread|article|item|content|video|product|listing|job|question|link|blog|site|url|address|document|message|comment|file|story|entry|profile|user|account)";
const excuse = "(?:(?:sorry|oops|whoops|uh-?oh|we['’]?re sorry|error|40[34]|410)[\\s,.:!–—-]{0,4}(?:but )?)?";
const wanted =
  "(?: (?:that )?you(?:['’]re| are| were|['’]ve)? ?(?:request(?:ed)?|look(?:ed|ing)? for|tr(?:ied|ying) to (?:reach|access|view|find|open)|follow(?:ed)?)(?: for)?)?";
const gone =
  "(?:deleted|removed|moved|found|exists?|available|gone|unavailable|private|expired|closed|taken down|hidden|missing|renamed)";
const tail =
  "(?: by (?:its|the|an?) (?:original )?(?:author|owner|poster|user|moderators?|admin\\w{0,12}|staff|creator))?(?:,? (?:or|and) [a-z' ]{3,50})?";

const deleted = [
  new RegExp(
    `^${excuse}(?:(?:the|this|that|requested) )*${thing}${wanted} (?:(?:has|have|may have|might have|was|were|is|are|isn['’]?t|no longer|could|couldn['’]?t|cannot|can['’]?t|can|does|doesn['’]?t|not|be|been|now|longer|currently|either|seems|to|has been)\\s)*${gone}${tail}$`,
    "i",
  ),
  new RegExp(`^${excuse}(?:${thing} |file )?not found$`, "i"),
  new RegExp(
    `^${excuse}we (?:could not|couldn['’]?t|can['’]?t|cannot) (?:find|locate) (?:that|this|the|your) ${thing}${wanted}$`,
    "i",
  ),
  /^(?:error )?(?:404|410)(?: error)?$|^\[?(?:deleted|removed)\]?(?: by (?:user|author|moderator))?$/i,
];
const login = [
  /^(?:please |you (?:must|need to|have to) (?:be |first )?|to [a-z' ]{3,40},? (?:please |you (?:must|need to) )?)?(?:log(?:ged)?|sign(?:ed)?)[ -]?in(?: or (?:register|sign up|create an account|subscribe|join))?(?: (?:to|before|in order to) [a-z' ]{3,50})?$/i,
  /^(?:log|sign)[ -]?in (?:is )?required$|^members only$|^you are not (?:logged|signed) in$/i,
  new RegExp(
    `^this ${thing.slice(0, -1)}|area|forum|section) is (?:only )?(?:for|available to|visible to|restricted to|reserved for) (?:registered |logged[- ]in )?(?:members|users|subscribers)(?: only)?$`,
    "i",
  ),
  /^you (?:do not|don['’]?t) have (?:the )?permission to (?:view|access|see|read) [a-z' ]{3,40}$/i,
];
const bot =
  /verif(?:y|ying) (?:that )?you (?:are|aren['’]?t) (?:not )?a? ?(?:human|robot|bot)|checking (?:if the site connection is secure|your browser)|enable javascript and cookies to continue|unusual (?:traffic|activity)|complete the (?:security check|captcha)|are you a (?:robot|human)|i['’]?m not a robot|confirm (?:that )?you are (?:human|not a robot)|prove you are/i;
/** Somebody tells a story, or asks. */
const told = /\b(?:my|me|i(?!['’]?m not a robot)|why|annoying|keeps?|every ?time|always|yesterday)\b/i;

/** What an English sentence gives notice of, or null; see `koreanNotice`. */
export function englishNotice(sentence: string): NoticeKind | null {
  if (sentence.length > 130) return null;
  const said = sentence.replace(/^[\s"“(]+|[\s."”)!:]+$/g, "");
  if (bot.test(said)) return told.test(said) ? null : "bot_wall";
  if (login.some((one) => one.test(said))) return "login_wall";
  return deleted.some((one) => one.test(said)) ? "deleted" : null;
}

export const englishCompanion =
  /sorry|apolog|check (?:the|your) (?:url|address|spelling|link)|go (?:back|home|to)|return to|back to|home ?page|try (?:again|searching)|contact (?:us|support)|use the (?:search|menu)|may have (?:been )?(?:moved|deleted|typed)|mistyped|broken link|let us know|ray id|performance (?:&|and) security|needs? to review the security|copyright|©|all rights|stand by|while we check|redirected|cookies?|reload|refresh|forgot|password|remember me|register|e-?mail|(?:do|don['’]?t) (?:you )?have an account/i;
