import { hint } from "./hint-bits.ts";

/** What class names and their words say. Lists of words, one place each; the judging is in `hints.ts`. */

const list = (words: string): string[] => words.trim().split(/\s+/);

/** Whole words of class names. `sidebar-left`, `sideBar` and `Layout_sidebar__x1` all hold `sidebar`. */
export const byWord = new Map<string, number>();
const add = (bit: number, words: string): void => {
  for (const word of list(words)) byWord.set(word, (byWord.get(word) ?? 0) | bit);
};
add(
  hint.chrome,
  `sidebar sidenav aside footer foot cookie cookies consent gdpr addthis sharedaddy
   related relate relation recommend recommended recommendation recommendations reco recos suggested suggestions trending popular ranking
   ad ads adv advert adverts advertisement advertisements adsense adbox adsbygoogle sponsor sponsored promo promos promotion outbrain taboola dable
   newsletter subscribe subscription signup popup modal lightbox dialog drawer
   login signin toc copyright legal disclaimer credits printonly noprint
   langlinks catlinks editsection navbox navheader navfooter backlink
   prevnext nextprev adjacent teaser teasers upsell crosssell wishlist cart minicart buybox
   morelinks quicklinks seealso colophon siteinfo sitemenu`,
);
add(hint.consent, "cookie cookies cookiebar cookiebot consent consents gdpr ccpa onetrust didomi quantcast");
/** What these name holds links and buttons, hardly a sentence; where it holds sentences, the name means something else. */
add(
  hint.maybeChrome,
  `nav navbar navigation gnb lnb snb menu submenu megamenu breadcrumb breadcrumbs crumb crumbs rail masthead share shares sharing sharebar social sns
   banner overlay toast tooltip dropdown pagination pager paging paginate pagenavi tags taglist tagcloud hashtag hashtags toolbar toolbox
   skip skiplink skiplinks search searchbox searchform languages topbar bottombar statusbar utility util headerlink permalink anchorjs`,
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
add(hint.review, "review reviews testimonial testimonials feedback 후기");
add(hint.signature, "signature sig");
add(hint.caption, "caption figcaption imgcaption photocaption wp-caption-text");

/** Names that whole platforms give to the main text; they win over single words. */
export const byName = new Map<string, number>();
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
  "print-only no-print screen-only skip-to-content skip-link back-to-top scroll-top jump-to-nav edit-this-page last-updated read-more readmore view-more see-also you-may-also-like also-like next-article next-post prev-post previous-post post-navigation article-nav site-header site-footer page-header-nav page-footer global-header global-footer gheader gfooter app-header app-footer top-bar side-bar side_bar right-col right_col left-col left_col rightcolumn leftcolumn rightside leftside rside lside side aside_area section_aside another_category area_related article_relation container_postbtn wrap_btn btn_area btn_wrap link_list list_related news_list_box rank_news mostread most-read most_read hot_news photo_news editor-picks se-sticker se-module-oglink se-oglink se-section-oglink og-link opengraph wp-block-latest-posts jp-relatedposts table-of-contents tableofcontents on-this-page widget widgets widget-area widgets-area widgetarea sidebar-widget footer-widget footer-widgets widget_recent_entries widget_categories widget_archive widget_tag_cloud widget_search widget_meta widget_calendar widget_recent_comments widget_pages widget_nav_menu widget_links",
)) {
  byName.set(name, hint.chrome);
}
for (const name of list(
  "comment-area comment_area comments-area comment-list comment_list comment-section comments-section reply-list reply_list bo_vc cmt_list fdb_lst_wrp u_cbox cbox_module area_reply area-reply",
)) {
  byName.set(name, hint.comment);
}
for (const name of list(
  "hidden hide invisible is-hidden is-invisible ng-hide element-invisible element-hidden visibility-hidden offscreen off-screen sr-only visually-hidden visuallyhidden u-visually-hidden is-visually-hidden visuallyHidden screen-reader-text screen-reader-only screenreader-only u-hidden d-none blind readable-hidden a11y-hidden screen_out ir_wa ir-wa hide-text hidden-text u-blind",
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
