/** Pages as Naver's blog sends them, one for each editor it has had; texts of our own. */

const told = (what: string) =>
  Array.from(
    { length: 8 },
    (_, index) => `${what} ${index + 1}일째에는 강을 따라 걷다가 나루터에서 뱃사공에게 옛이야기를 들었다.`,
  );

const head = (title: string) =>
  `<meta charset="utf-8"><title>${title} : 네이버 블로그</title><meta property="og:title" content="${title}"><meta property="naverblog:nickname" content="나루지기">`;

/** SmartEditor ONE. */
export function editorOnePage(title: string): string {
  const paragraphs = told(title).map((line) => `<p class="se-text-paragraph"><span>${line}</span></p>`);
  return `<!doctype html><html><head>${head(title)}</head><body><div id="post-area">
<div class="se-viewer"><div class="se-component se-documentTitle"><div class="se-title-text"><p class="se-text-paragraph">${title}</p></div>
<span class="nick">나루지기</span><span class="se_publishDate pcol2">2026. 11. 18. 14:05</span></div>
<div class="se-main-container"><div class="se-component se-text">${paragraphs.join("")}</div>
<div class="se-component se-image"><img src="https://img.test/small.jpg?type=w80_blur" data-lazy-src="https://img.test/river.jpg?type=w966" alt="강"></div>
<div class="se-component se-sticker"><img src="https://img.test/sticker.png" alt="스티커"><span>스티커 글</span></div>
<div class="se-module se-module-oglink"><a href="https://other.test/"><strong>남의 글 제목</strong></a></div></div></div>
<script>var gsTagName = "강,나루터,뱃사공";</script></div></body></html>`;
}

/** The editor before it. */
export function editorTwoPage(title: string): string {
  const paragraphs = told(title).map((line) => `<p class="se_textarea">${line}</p>`);
  return `<!doctype html><html><head>${head(title)}</head><body><div class="se_doc_viewer se_body_wrap">
<div class="se_component se_documentTitle"><h3 class="se_textarea">${title}</h3><span class="se_publishDate">2019. 3. 5. 9:30</span></div>
<div class="se_component_wrap sect_dsc">${paragraphs.join("")}<div class="se_sticker">스티커 글</div><div class="se_oglink">남의 글 제목</div></div>
</div><span class="nick">나루지기</span><div class="post_tag"><a href="#">#강</a> <a href="#">#배</a></div></body></html>`;
}

/** The first one. */
export function editorOldPage(title: string): string {
  return `<html><head>${head(title)}</head><body><table><tr><td class="htitle"><span class="pcol1 itemSubjectBoldfont">${title}</span></td></tr></table>
<p class="date fil5 pcol2 _postAddDate">2011/07/09 22:10</p><div id="postViewArea"><div>${told(title).join("<br>")}</div></div></body></html>`;
}

/** As phones get it. */
export function mobilePage(title: string): string {
  return `<!doctype html><html><head>${head(title)}</head><body><h3 class="tit_h3">${title}</h3><span class="blog_author">나루지기</span>
<p class="blog_date">2014. 2. 3. 8:15</p><div class="post_ct">${told(title)
    .map((line) => `<p>${line}</p>`)
    .join("")}</div></body></html>`;
}

/** The outer page of a post. */
export function shellPage(source: string): string {
  return `<html><head><title>네이버 블로그</title></head><body><iframe id="mainFrame" name="mainFrame" src="${source}"></iframe></body></html>`;
}
