import type { HtmlElement } from "../html/tree.ts";
import { hint } from "./hint-bits.ts";
import { byName, byWord } from "./names.ts";

export { hint } from "./hint-bits.ts";

const list = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Prefixes of class names that describe the state or taxonomy of a page, not the role of the element. */
const stateName =
  /^(?:tag|category|cat|has|with|no|is|not|page|term|format|status|type|hentry|js|wp|col|row|grid|flex|lang|theme|skin|elementor|et_pb|layout|without|show|hide|toggle|tistory)-/;

/** Words that make a name one of a state or a place when they stand first: `with-sidebar`, `under-header`. */
const stateFirst = list(
  "has with no is not non without show hide toggle when if on under below above before after near two three",
);
/** And when they stand last: `comments-open`, `ad-free`. */
const stateLast = list(
  `open opened closed close active inactive enabled disabled visible hidden shown collapsed expanded loaded loading ready free on off ok
   no none accepted given required present absent layout template theme style fade offset push`,
);

/** Words that say where or what shape an element is, so that `left-sidebar-wrap` is as sure a name as `sidebar`. */
const furniture = list(
  `left right top bottom center middle first last primary secondary tertiary site page global local common wrap wrapper container containers inner outer
   box boxes area areas section sections list lists listing item items block blocks module modules panel panels bar bars group groups holder row rows
   col cols column columns unit units zone region part component components ui button buttons btn icon icons link links label labels
   count counts form field fields input image img logo desktop mobile pc tablet sm md lg xl xs small large big mini new all more view sticky fixed
   floating float even odd head header slide slider swiper carousel tab tabs card cards grid layer pop news articles posts
   sub c l m u o js app the at for of and in by to on your our my`,
);
/** Beside the name of a column these make it the frame of all columns: `sidebar-grid__container`. */
const layoutWords = list("grid row rows columns cols");
const columns = list("sidebar aside rail");

const frameName =
  /^(?:(?:site|page|global|main|layout|app|the|[glm])[-_]?)?(?:(?<frame>footer|foot|gnb|lnb|nav|navbar|navigation)|header|masthead)(?:[-_]?(?:wrap|wrapper|inner|area|container))?$/;

function frameHints(lower: string): number {
  if (lower.length > 40) return 0;
  const match = frameName.exec(lower);
  if (match === null) return 0;
  return match.groups?.frame === undefined ? hint.head : hint.frame;
}

const known = new Map<string, number>();

/** A class of a framework that shows on some screens what another one hides: `hidden md:block`, `d-none d-lg-flex`. */
const shownSomewhere =
  /(?:^|\s)(?:(?:sm|md|lg|xl|2xl|xxl)[:-](?:block|flex|grid|inline|inline-block|inline-flex|contents|table|not-sr-only)|d-(?:sm|md|lg|xl|xxl)-(?!none)[a-z-]{4,12}|(?:visible|show|block)-(?:xs|sm|md|lg|desktop|tablet|phone|mobile))(?=\s|$)/;

/** Hints of one class attribute or id, remembered: sites use the same few hundred names on every page. */
function hintsOfNames(names: string): number {
  const before = known.get(names);
  if (before !== undefined) return before;
  let bits = 0;
  for (const name of names.slice(0, 500).split(/\s+/, 20))
    if (name !== "") bits |= hintsOfName(name) | frameHints(name.toLowerCase());
  if (bits & hint.hidden && shownSomewhere.test(names)) bits &= ~hint.hidden;
  if (known.size >= 20_000) known.clear();
  known.set(names, bits);
  return bits;
}

/** What CSS modules put behind a name (`Component_part__x9Kq1`): a hash says nothing, and no word looks like one. */
const hash = /(?:__|--)(?=[A-Za-z0-9_-]{0,7}[0-9A-Z])[A-Za-z0-9_-]{4,8}$/;

function hintsOfName(name: string): number {
  const lower = name.toLowerCase();
  const named = byName.get(lower);
  if (named !== undefined) return named;
  if (stateName.test(lower)) return 0;
  const spaced = name
    .replace(hash, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase();
  const wholeName = byName.get(spaced) ?? byName.get(spaced.replaceAll("_", "-"));
  if (wholeName !== undefined) return wholeName;
  return hintsOfWords(spaced.split(/[^a-z0-9가-힣]+/).filter((word) => word !== ""));
}

const judged = hint.chrome | hint.maybeChrome | hint.comment | hint.meta | hint.teaser | hint.caption | hint.signature;
const headed = list("title titles heading headline subject");
/** A comment has a body and a text, but is no story. */
const wholeText = list("article story page main entry blog document");

/** Hints of a name by all of its words: a word of chrome among others that say something else proves nothing. */
function hintsOfWords(words: readonly string[]): number {
  let bits = 0;
  let [strange, inside, whole, layout] = [0, 0, 0, 0];
  for (const word of words) {
    const plain = word.replace(/\d+$/, "");
    const said = byWord.get(plain) ?? 0;
    bits |= said;
    if (said === 0 && plain !== "" && !furniture.has(plain)) strange++;
    if (said & hint.content || headed.has(plain)) inside++;
    if (wholeText.has(plain)) whole++;
    if (layoutWords.has(plain)) layout++;
  }
  if (!(bits & judged)) return bits;
  if (words.length > 1 && (stateFirst.has(words[0] ?? "") || stateLast.has(words[words.length - 1] ?? "")))
    return bits & ~judged;
  let sure = bits;
  if (strange + inside > 0 || (layout > 0 && words.some((word) => columns.has(word)))) {
    if (sure & hint.chrome) sure = (sure & ~(hint.chrome | hint.teaser)) | hint.maybeChrome;
    if (sure & hint.meta && strange > 0) sure = (sure & ~hint.meta) | hint.maybeMeta;
  }
  return sure & hint.comment && strange + whole > 0 ? (sure & ~hint.comment) | hint.maybeComment : sure;
}

const chromeRoles = new Set(
  "navigation banner contentinfo complementary search dialog alertdialog menu menubar toolbar tablist tooltip".split(
    " ",
  ),
);

const frameRoles = new Set(["navigation", "banner", "contentinfo"]);

/** All hints that an element's class, id, role and style give. */
export function hintsOf(element: HtmlElement): number {
  const { attrs } = element;
  let bits = 0;
  if (attrs.class !== undefined) bits |= hintsOfNames(attrs.class);
  if (attrs.id !== undefined) bits |= hintsOfNames(attrs.id);
  if (attrs.role !== undefined && chromeRoles.has(attrs.role)) {
    bits |= hint.chrome;
    if (frameRoles.has(attrs.role)) bits |= hint.frame;
    if (attrs.role.endsWith("dialog")) bits |= hint.consent;
  }
  if (attrs.itemprop !== undefined) bits |= itempropHints(attrs.itemprop);
  if (attrs.hidden !== undefined && attrs.hidden !== "until-found") bits |= hint.hidden;
  if (attrs["aria-hidden"] === "true") bits |= hint.hidden;
  if (attrs.style !== undefined && hiddenStyle.test(attrs.style)) bits |= hint.hidden;
  return bits;
}

const hiddenStyle = /(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden)/i;

function itempropHints(itemprop: string): number {
  if (/\b(?:articleBody|reviewBody|text)\b/.test(itemprop)) return hint.body;
  return /\b(?:author|datePublished|dateModified|publisher|breadcrumb)\b/.test(itemprop) ? hint.meta : 0;
}
