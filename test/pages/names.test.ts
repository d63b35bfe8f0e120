import { describe, expect, it } from "vitest";
import { readPage } from "../../src/refine/read-page.ts";

/** Names that pages give to wrappers of their text: states, layouts, grids of builders, fields, and words that say something else. */
const names = `
field-label-hidden field--label-visually_hidden overflow-hidden overflow-x-hidden hidden_desktop hidden-xs hidden-print hidden-phone hide-when-deleted
hide-on-mobile hide-for-small hide_empty_cells hidden-login-form ads-hidden sidebar-hidden no-hidden-text is-not-hidden hiddenOverflow backface-hidden
sidebar-grid__container sidebar-layout content-sidebar-wrap with-sidebar has-sidebar-right no-sidebar sidebar-open two-sidebars right-sidebar-layout
page-with-sidebar main-sidebar-grid l-sidebar__main layout__sidebar-content sidebarContent SidebarLayout_main__x9Kq1 col-with-aside aside-enabled
has-background-overlay background-overlay with-overlay overlay-parent img-overlay__text content-overlay no-overlay overlayScrollbars paywall paywalled-content
paywall-content has-paywall meteredContent widget-span widget-type-rich_text best_widget elementor-widget-text-editor elementor-widget-container hs_cos_wrapper_widget
text-widget-body widget-content widget_content_area block-widget-text best-content popular-science banner-story ad-free ads-enabled no-ads adblock-detect page-ad-free
ad-supported-article show-ads social-post social-science social_article share-price share-holder-letter related-to-article related_wrap_main menu-open
menu-is-closed nav-open nav-collapsed has-nav nav-fixed-content no-nav navbar-offset navigation-disabled header-fixed has-header page-header-content
under-header below-footer footer-push has-footer footer-spacer__body cookie-accepted cookies-ok consent-given gdpr-accepted modal-open
no-modal modal-content-page dialog-polyfill popup-closed popup_story drawer-content drawer-page dropdown-ready tooltip-container tooltip-ready toast-root
search-enabled search-result-page searchable-content search_story login-required login-page-free logged-in user-login-no signup-open subscribe-only
subscription-article subscriber-content newsletter-article newsletter_body newsletter-issue promo-free promo-story sponsored-no sponsor-article tag-politics
tags-none tag_story tagged-post hashtag-article category-menu legal-article legal-text disclaimer-free copyright-law widgetized skip-logic skip-lazy
comment-enabled comments-open comments-closed comment-article no-comments commentable reply-on reply-letter respond-to-reader cmt-on review-article
caption-on signature-story profile-story author-story author-page date-2024 time-line-story hit-list vote-guide vote2024 counter-terror action-movie
button-wrapper tools-and-tips badge-holder meta-analysis posted-body bio-hazard rank-math ranking-story trending-story breadcrumb-on breadcrumbs-hidden
utility-page rail-transport rail-layout aside-story toc-enabled toc-content print-friendly printable noprint-off languages-of-world cart-enabled cart-page-story
wishlist-no recommend-story recommended-reading-list__body suggestion-story outbrain-off taboola-enabled dable-ready sns-open util-text topbar-visible
`
  .trim()
  .split(/\s+/);

const korean = [
  "강물이 불어난 날에는 배가 뜨지 않았고, 사람들은 둑 위에 앉아 물이 빠지기를 기다렸다.",
  "그때마다 주막의 노인은 지난 큰물 이야기를 꺼냈는데, 해마다 조금씩 내용이 달라졌다.",
  "올해 들은 이야기에서는 소 두 마리가 지붕을 타고 내려와 나루에 닿았다고 한다.",
];
const english = [
  "When the river rose, the ferry stayed at its post, and everybody waited on the bank for the water to fall.",
  "The old man at the inn told the story of the great flood each time, and each time it changed a little.",
  "This year two cows came down the river on a roof, and they landed, so he says, right at the ferry.",
];
const paragraphs = (lines: readonly string[]) => lines.map((line) => `<p>${line}</p>`).join("");
const menu = Array.from({ length: 30 }, (_, i) => `<li><a href="/m/${i}">메뉴 항목 ${i}번 바로 가기</a></li>`).join("");
const teasers = Array.from(
  { length: 6 },
  (_, i) =>
    `<div class="card"><a href="/n/${i}"><h3>장터 소식 ${i}</h3></a><p>감자와 옥수수 값이 ${i}일 새 크게 올랐다고 한다 …</p></div>`,
).join("");
const comments =
  '<section class="comments"><h2>댓글 2</h2><div class="comment"><p>잘 읽었습니다. 저도 어릴 때 들은 이야기예요.</p></div><div class="comment"><p>소가 지붕을 탔다니 대단합니다.</p></div></section>';

/** Pages around the wrapper: with and without a place that says it holds the text, light and heavy. */
const frames: Record<string, (wrapped: string) => string> = {
  plain: (wrapped) => `<div id="top"><ul>${menu}</ul></div>${wrapped}<div id="bottom">강마을신문 · 고객센터</div>`,
  semantic: (wrapped) =>
    `<header><nav><ul>${menu}</ul></nav></header><main>${wrapped}</main><aside>${teasers}</aside><footer>강마을신문</footer>`,
  heavy: (wrapped) =>
    `<header><ul>${menu}</ul></header><div class="page">${wrapped}<div class="more">${teasers}${teasers}</div></div>${comments}<footer><ul>${menu}</ul></footer>`,
};
/** Where the name stands: on the text, around it with its heading, and around a column with more in it. */
const wraps: Record<string, (name: string, body: string) => string> = {
  body: (name, body) => `<h1>큰물 이야기</h1><div class="${name}">${body}</div>`,
  article: (name, body) => `<article class="${name}"><h1>큰물 이야기</h1>${body}</article>`,
  section: (name, body) => `<section class="x ${name}"><div><h1>큰물 이야기</h1><div>${body}</div></div></section>`,
  id: (name, body) => `<div id="${name}"><h1>큰물 이야기</h1>${body}</div>`,
};

describe("a wrapper's name", () => {
  it("is one of many", () => expect(new Set(names).size).toBeGreaterThanOrEqual(180));

  for (const [frame, around] of Object.entries(frames)) {
    for (const [place, wrap] of Object.entries(wraps)) {
      it(`does not cost the text: ${place} of a ${frame} page`, () => {
        const lost = names.filter((name) =>
          [korean, english].some((lines) => {
            const html = `<html><head><title>큰물 이야기</title></head><body>${around(wrap(name, paragraphs(lines)))}</body></html>`;
            const input = { url: "https://news.test/a", contentType: "text/html; charset=utf-8", robotsTags: [] };
            const text = readPage({ ...input, body: Buffer.from(html) }).document?.text ?? "";
            return !lines.every((line) => text.includes(line));
          }),
        );
        expect(lost).toEqual([]);
      });
    }
  }
});
