import type { HtmlElement } from "../html/tree.ts";

/** What a class, id or role says about an element; bits of `HtmlElement.hints`. */
export const hint = {
  /** Navigation, sidebars, ads, sharing, related links: never part of the text. */
  chrome: 1,
  /** Readers' comments: part of the text only where the page is a conversation. */
  comment: 2,
  /** Byline, date, counts beside a text. */
  meta: 4,
  /** A wrapper that holds the main text and little else. */
  body: 8,
  /** Says in a general way that content is inside. */
  content: 16,
  /** One message of a conversation. */
  post: 32,
  /** Not shown. */
  hidden: 64,
  /** Reviews of a product: part of the text of a product page. */
  review: 128,
  /** Caption of a picture. */
  caption: 256,
  /** What a member appends to every message. */
  signature: 512,
  /** Belongs to a forum, a board or a question page as a whole. */
  board: 1024,
  /** Footer or navigation of the page, by a name that says nothing else. */
  frame: 2048,
  /** Header of the page or of a text, by such a name. */
  head: 4096,
  /** Announces another page: chrome of a text, content of a list. */
  teaser: 8192,
} as const;

const list = (words: string): string[] => words.trim().split(/\s+/);

/** Whole words of class names. `sidebar-left`, `sideBar` and `Layout_sidebar__x1` all hold `sidebar`. */
const byWord = new Map<string, number>();
const add = (bit: number, words: string): void => {
  for (const word of list(words)) byWord.set(word, (byWord.get(word) ?? 0) | bit);
};
add(
  hint.chrome,
  `nav navbar navigation gnb lnb snb menu submenu megamenu breadcrumb breadcrumbs crumb crumbs sidebar sidenav aside rail
   footer foot masthead cookie cookies consent gdpr share shares sharing sharebar social sns addthis sharedaddy
   related relate relation recommend recommended recommendation recommendations reco recos suggested suggestions trending popular ranking
   ad ads adv advert adverts advertisement advertisements adsense adbox adsbygoogle banner sponsor sponsored promo promos promotion outbrain taboola dable
   newsletter subscribe subscription signup popup modal overlay lightbox dialog drawer toast tooltip dropdown
   pagination pager paging paginate pagenavi tags taglist tagcloud hashtag hashtags toolbar toolbox skip skiplink skiplinks
   login signin search searchbox searchform widget widgets toc copyright legal disclaimer credits printonly noprint
   languages langlinks catlinks editsection navbox navheader navfooter headerlink permalink anchorjs backlink
   prevnext nextprev adjacent teaser teasers upsell crosssell wishlist cart minicart buybox
   morelinks quicklinks seealso colophon siteinfo sitemenu topbar bottombar statusbar utility util`,
);
add(
  hint.comment,
  "comment comments commentlist comentario disqus respond replies reply cmt cmts livere utterances giscus commentbox",
);
add(
  hint.meta,
  `byline author authors authorbox bio dateline date datetime pubdate published timestamp time posted meta metadata postmeta
   views viewcount hit hits readcount reporter journalist avatar username userinfo profile badge rank
   likes like vote votes voting counter actions action buttons btn button tools`,
);
add(
  hint.content,
  "content contents article post entry main story text body page detail description document doc markdown prose",
);
add(hint.teaser, "teaser teasers");
add(hint.post, "post message msg comment reply answer question thread topic reple memo");
add(hint.hidden, "hidden hide invisible blind sr-only visually-hidden visuallyhidden screen-reader-text offscreen");
add(hint.review, "review reviews testimonial testimonials feedback 후기");
add(hint.signature, "signature sig");
add(hint.caption, "caption figcaption imgcaption photocaption wp-caption-text");

/** Names that whole platforms give to the main text; they win over single words. */
const byName = new Map<string, number>();
for (const name of list(
  `se-main-container postviewarea post_ct se_component_wrap se_doc_viewer tt_article_useless_p_margin article_view contents_style entry-content
   entry_content entrycontent post-content post_content postcontent post-body post_body postbody article-body article_body articlebody
   article-content article_content articlecontent article__body article__content story-body story-content storybody story-body-text
   newsct_article dic_area articlebodycontents articeBody news_body_area article_txt art_txt news_end view_content view_con viewcontent
   bo_v_con bo_v_atc xe_content rhymix_content document_content board-contents board_view_content wr_content read_body
   message-body messagebody messagecontent message-content bbwrapper postbody post-message post_message cooked js-post-body s-prose
   usertext-body markdown-body rst-content theme-doc-markdown mw-parser-output post__content post-text comment-body comment_body
   e-content h-entry-content td-post-content single-content blog-content blog-post-content blogpost-content richtext rich-text wysiwyg`,
)) {
  byName.set(name.toLowerCase(), hint.body);
}
for (const name of list(
  "print-only no-print screen-only skip-to-content skip-link back-to-top scroll-top jump-to-nav edit-this-page last-updated read-more readmore view-more see-also you-may-also-like also-like next-article next-post prev-post previous-post post-navigation article-nav site-header site-footer page-header-nav page-footer global-header global-footer gheader gfooter app-header app-footer top-bar side-bar side_bar right-col right_col left-col left_col rightcolumn leftcolumn rightside leftside rside lside side aside_area section_aside another_category area_related article_relation container_postbtn wrap_btn btn_area btn_wrap link_list list_related news_list_box rank_news mostread most-read most_read hot_news photo_news editor-picks se-sticker se-module-oglink se-oglink se-section-oglink og-link opengraph wp-block-latest-posts jp-relatedposts table-of-contents tableofcontents on-this-page",
)) {
  byName.set(name, hint.chrome);
}
for (const name of list(
  "comment-area comment_area comments-area comment-list comment_list comment-section comments-section reply-list reply_list bo_vc cmt_list fdb_lst_wrp u_cbox cbox_module area_reply area-reply",
)) {
  byName.set(name, hint.comment);
}
for (const name of list(
  "sr-only visually-hidden screen-reader-text u-hidden d-none blind readable-hidden a11y-hidden screen_out ir_wa ir-wa hide-text u-blind",
)) {
  byName.set(name, hint.hidden);
}
for (const name of list("wp-caption-text photo-caption image-caption img-caption img_desc photo_desc end_photo_org"))
  byName.set(name, hint.caption);
for (const name of list(
  "post-meta entry-meta article-meta article_info article-info post_info post-info writer_info view_info bo_v_info user-info post-header-meta author-bio about-author author-info author-box author_box se-documenttitle se-title post-author message-user message-cell--user message-attribution message-signature post-signature media_end_head article-byline byline-wrap board-info doc-date",
)) {
  byName.set(name, hint.meta);
}

for (const name of list(
  "bo_v bo_vc board-view board_view boardview bbs-view bbs_view viewtopic section-viewtopic topic-view thread-view postlist block--messages question-page answers answer-list qa-page topic-post topic-body js-topic forum-post discussion-timeline fdb_lst rd_body",
)) {
  byName.set(name, (byName.get(name) ?? 0) | hint.board);
}

/** Prefixes of class names that describe the state or taxonomy of a page, not the role of the element. */
const stateName =
  /^(?:tag|category|cat|has|with|no|is|not|page|term|format|status|type|hentry|js|wp|col|row|grid|flex|lang|theme|skin|elementor|et_pb|layout|without|show|hide|toggle|tistory)-/;

const frameName =
  /^(?:(?:site|page|global|main|layout|app|the|[glm])[-_]?)?(?:(?<frame>footer|foot|gnb|lnb|nav|navbar|navigation)|header|masthead)(?:[-_]?(?:wrap|wrapper|inner|area|container))?$/;

function frameHints(lower: string): number {
  if (lower.length > 40) return 0;
  const match = frameName.exec(lower);
  if (match === null) return 0;
  return match.groups?.frame === undefined ? hint.head : hint.frame;
}

const known = new Map<string, number>();

/** Hints of one class attribute or id, remembered: sites use the same few hundred names on every page. */
function hintsOfNames(names: string): number {
  const before = known.get(names);
  if (before !== undefined) return before;
  let bits = 0;
  for (const name of names.slice(0, 500).split(/\s+/, 20))
    if (name !== "") bits |= hintsOfName(name) | frameHints(name.toLowerCase());
  if (known.size >= 20_000) known.clear();
  known.set(names, bits);
  return bits;
}

function hintsOfName(name: string): number {
  const lower = name.toLowerCase();
  const named = byName.get(lower);
  if (named !== undefined) return named;
  if (stateName.test(lower)) return 0;
  // CSS modules write Component_part__hash; the hash says nothing.
  const spaced = name
    .replace(/__[A-Za-z0-9_-]{4,8}$/, "")
    .replace(/--[A-Za-z0-9_-]{4,8}$/, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase();
  const wholeName = byName.get(spaced) ?? byName.get(spaced.replaceAll("_", "-"));
  if (wholeName !== undefined) return wholeName;
  let bits = 0;
  for (const word of spaced.split(/[^a-z0-9가-힣]+/)) bits |= byWord.get(word.replace(/\d+$/, "")) ?? 0;
  return bits;
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
