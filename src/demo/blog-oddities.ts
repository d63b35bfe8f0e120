import iconv from "iconv-lite";
import { escapeText as h, htmlPage, momentOf, type SamplePage, type SiteContext } from "./page.ts";

type Frame = (title: string, head: string, main: string) => string;

function article(title: string, paragraphs: readonly string[]): string {
  return `<article class="post"><h1>${h(title)}</h1><div class="entry-content">${paragraphs.map((text) => `<p>${h(text)}</p>`).join("")}</div></article>`;
}

/** The blog's pages with something odd about them; each is reached by a link or the sitemap. */
export function blogOddities(context: SiteContext, frame: Frame): Map<string, SamplePage> {
  const at = (days: number) => momentOf(context, days, 11, days % 60);
  const published = (date: Date) => `<meta property="article:published_time" content="${date.toISOString()}">`;
  const pages = new Map<string, SamplePage>();

  const old = article("오래된 글자, 뷁과 똠방각하", [
    "서랍에서 스무 해 전 디스켓을 찾았다. 그 안에는 ‘뷁’이라는 글자를 처음 화면에 띄워 보고 웃던 날의 일기가 있었다.",
    "완성형 글꼴에는 없던 글자라 친구의 컴퓨터에서는 네모로 보였다. 드라마 ‘똠방각하’의 제목도 마찬가지였고 우리는 그것을 흉내 내며 놀았다.",
    "이 글은 그 시절의 방식 그대로 저장해 둔다. 펲시콜라와 햏자라는 말도 이제는 아는 사람이 드물다.",
  ]);
  const oldHtml = frame("오래된 글자, 뷁과 똠방각하", published(at(30)), old).replace(
    'charset="utf-8"',
    'charset="euc-kr"',
  );
  pages.set(
    "/posts/old-letters",
    htmlPage("", at(30), {
      body: iconv.encode(oldHtml, "cp949"),
      headers: { "content-type": "text/html; charset=EUC-KR" },
    }),
  );

  const wrong = article("이름표가 잘못 붙은 글", [
    "이 글은 옛 편집기로 썼는데 새 서버가 다른 이름표를 붙여 보낸다. 그래서 어떤 곳에서는 글자가 모두 깨져 보인다고 한다.",
    "고쳐 달라는 쪽지를 다섯 통이나 받았지만 어떻게 고치는지 모르겠다. 읽을 수 있는 분만 읽어 주시면 고맙겠다.",
  ]);
  pages.set(
    "/posts/wrong-label",
    htmlPage("", at(41), { body: iconv.encode(frame("이름표가 잘못 붙은 글", published(at(41)), wrong), "cp949") }),
  );

  const silent = article("머리글 없이 보낸 편지", [
    "서버가 글자표를 알려 주지 않아도 문서 안에는 적혀 있다. 그 한 줄 덕분에 스무 해가 지나도 편지를 읽을 수 있다.",
    "할아버지는 편지 끝에 늘 ‘건강이 제일이다’라고 쓰셨다. 오늘따라 그 글씨가 보고 싶다.",
  ]);
  const silentHtml = frame("머리글 없이 보낸 편지", published(at(52)), silent).replace(
    'charset="utf-8"',
    'charset="ks_c_5601-1987"',
  );
  pages.set(
    "/posts/silent-header",
    htmlPage("", at(52), { body: iconv.encode(silentHtml, "cp949"), headers: { "content-type": "text/html" } }),
  );

  const tagged = "<b>굵은 제목</b>과 <script>alert('안녕')</script>을 넣어 보았다";
  pages.set(
    "/posts/tags-in-title",
    htmlPage(
      frame(
        tagged,
        published(at(12)),
        article(tagged, [
          "글 제목에 꺾쇠를 넣으면 어떻게 되는지 궁금해서 시험해 보았다. 다행히 글자 그대로 보이고 아무 창도 뜨지 않는다.",
          "예전에 쓰던 게시판에서는 이런 장난 하나로 화면이 온통 굵어지곤 했다. 세상이 조금은 나아졌나 보다.",
        ]),
      ),
      at(12),
    ),
  );

  pages.set(
    "/posts/lost-notebook",
    htmlPage(
      frame(
        "잃어버린 수첩을 찾습니다",
        published(at(6)),
        article("잃어버린 수첩을 찾습니다", [
          "지난 토요일 안목 버스 정류장에서 초록색 수첩을 잃어버렸다. 여행 기록이 모두 들어 있어서 꼭 찾고 싶다.",
          "주우신 분은 010-1234-5678 또는 haneul.kim@example.com 으로 연락 주시면 커피를 대접하겠다. 집 전화는 033-123-4567 이다.",
          "수첩 첫 장에 예전 여권 번호 M12345678 과 주민등록번호 900101-1234568 이 적혀 있어 걱정이 크다. 사례금은 110-123-456789 계좌에서 바로 보내 드린다.",
        ]),
      ),
      at(6),
    ),
  );

  const search =
    '<h1>검색</h1><form action="/search.html"><input name="q"><button>찾기</button></form><p>찾는 글이 없으면 <a href="/posts/missing-page">이 글</a>이나 <a href="/posts/old-letters">오래된 글자</a>, <a href="/posts/wrong-label">이름표가 잘못 붙은 글</a>, <a href="/posts/silent-header">머리글 없이 보낸 편지</a>, <a href="/posts/tags-in-title">제목 시험</a>, <a href="/posts/lost-notebook">수첩</a>을 보세요.</p>';
  pages.set(
    "/search.html",
    htmlPage(frame("검색", '<meta name="robots" content="noindex, follow">', search), at(80), { listed: false }),
  );
  const draft = article("쓰다 만 글", [
    "아직 아무에게도 보여 주고 싶지 않은 글이다. 로봇 여러분, 여기는 들어오지 말아 주세요.",
  ]);
  pages.set("/private/draft.html", htmlPage(frame("쓰다 만 글", "", draft), at(3), { listed: false }));
  const open = article("닫힌 방의 열린 창", [
    "비공개 폴더 안에 있지만 이 글만은 누구나 읽어도 된다. 문을 닫아도 창 하나는 열어 두고 싶었다.",
    "창가에 화분을 놓았더니 지나가던 사람이 이름을 물었다. 제라늄이라고 답했더니 다음 날 같은 꽃이 맞은편에도 놓였다.",
  ]);
  pages.set("/private/open.html", htmlPage(frame("닫힌 방의 열린 창", published(at(17)), open), at(17)));
  pages.set(
    "/partners.html",
    htmlPage(frame("협찬 문의", "", "<h1>협찬 문의</h1><p>협찬은 받지 않습니다.</p>"), at(80), { listed: false }),
  );
  return pages;
}
