import { describe, expect, it } from "vitest";
import { readPage } from "../read-page.ts";

const read = (title: string, body: string, around = "") =>
  readPage({
    url: "https://board.test/view?no=7",
    contentType: "text/html; charset=utf-8",
    robotsTags: [],
    body: Buffer.from(
      `<html><head><title>${title}</title></head><body><nav><a href="/">처음</a></nav>${body}${around}<footer>강마을 게시판 · 대표: 김사공 · 사업자등록번호 000-00-00000</footer></body></html>`,
    ),
  });

describe("honest posts with the words of walls", () => {
  const posts: [string, string][] = [
    ["글 되살림", "어제 실수로 삭제된 게시글을 다시 올립니다. 사진은 없습니다."],
    ["광고 없는 글", "광고가 하나도 없는 글만 모아 두었습니다. 천천히 읽어 보세요."],
    ["불편해요", "이 앱은 매번 로그인이 필요해서 불편합니다. 지문으로 되면 좋겠어요."],
    ["캡차 짜증", "로봇이 아님을 증명하라며 신호등만 열 번을 고르게 하네요."],
    ["문의", "글을 눌렀더니 삭제된 게시물입니다. 라고만 나오는데 저만 그런가요? 어제까지는 잘 보였거든요."],
    ["찾습니다", "없는 상품을 찾는 중입니다. 2015년에 나온 파란 주전자예요."],
    ["후기", "회원만 살 수 있는 줄 알았는데 아니었어요. 포장이 꼼꼼했습니다."],
    ["영화 두 편", "19세 미만은 볼 수 없는 영화라 혼자 다녀왔습니다. 끝이 좋았어요."],
    ["구독 끊음", "유료 기사만 늘어서 구독을 끊었습니다. 삭제된 댓글도 너무 많더군요."],
    ["비공개 전환", "블로그를 비공개로 돌렸던 이유를 적어 봅니다. 일이 많았습니다."],
    ["이사", "홈페이지 주소가 바뀌었습니다. 즐겨찾기를 고쳐 주세요. 새집에서 뵙겠습니다."],
    ["자동 방지", "자동 등록 방지 문자가 너무 흐려서 세 번이나 틀렸습니다."],
    ["광고 차단", "광고 차단 프로그램을 끄라는 창이 자꾸 떠서 적습니다."],
    ["계좌 만료", "만료된 쿠폰을 쓰게 해 주셔서 고맙습니다. 국수도 맛있었어요."],
    ["Gone", "My post was removed by a moderator yesterday. Does anybody know why?"],
    ["The old page", "The page was removed by its author in 2019, and nobody kept a copy."],
    ["Please log in", "Every time I open the shop it asks me to please log in to continue. How do I turn that off?"],
    ["Captchas", "It asks me to verify you are human every time. I am tired of traffic lights."],
    ["Security check at the harbour", "The security check took two hours, and then the ferry was gone."],
    ["Members", "Members only pay half. The museum opens at nine, and the cafe is good."],
    ["Paywall", "You need to subscribe to read it, so here is what the article says: nothing new."],
    ["Not found", "I could not find the page with the tide tables. Here is a photo of last year's."],
  ];

  it.each(posts)("%s: a document", (title, text) => {
    for (const body of [
      `<article><h1>${title}</h1><p>${text}</p></article>`,
      `<div class="view"><h3>${title}</h3><div class="con">${text}</div></div>`,
      `<table><tr><th>${title}</th></tr><tr><td>${text}</td></tr></table><form action="/login"><input name="id"><input type="password" name="pw"><button>로그인</button></form>`,
      `<article><h1>${title}</h1><p>${text}</p></article><form><textarea></textarea></form><script src="https://www.google.com/recaptcha/api.js"></script>`,
      `<article><h1>${title}</h1><p>${text}</p></article><noscript>자바스크립트를 사용해 주세요.</noscript><script src="/a.js"></script>`,
      `<article><h1>${title}</h1><p>${text}</p></article><iframe src="https://ads.test/"></iframe>`,
    ]) {
      const reading = read(title, body);
      expect(reading.wall, body).toBeNull();
      expect(reading.document?.text).toContain(text.slice(0, 12));
    }
  });

  it.each([
    "어제 삭제된 글이 이 글이었군요.",
    "삭제된 댓글입니다.",
    "로그인이 필요합니다.",
    "This comment has been removed.",
  ])("are not taken for walls by a comment: %s", (comment) => {
    const post = "<article><h1>강가</h1><p>저녁마다 강가를 걷습니다. 물새가 낮게 날았습니다.</p></article>";
    for (const around of [
      `<section class="comments"><p>${comment}</p></section>`,
      `<div class="reply"><b>물새</b><div>${comment}</div></div>`,
      `<ul><li>${comment}</li></ul>`,
    ]) {
      const reading = read("강가", post, around);
      expect(reading.wall).toBeNull();
      expect(reading.document?.text).toContain("물새가 낮게");
    }
  });
});

describe("notices", () => {
  it.each([
    ["deleted", "알림", "<p>삭제되었거나 존재하지 않는 게시물입니다.</p><a href='/'>홈으로</a>"],
    [
      "deleted",
      "강마을",
      "<div class='alert'>해당 게시글은 작성자에 의해 삭제되었습니다.</div><p>이용에 불편을 드려 죄송합니다.</p>",
    ],
    [
      "deleted",
      "오류",
      "<h1>페이지를 찾을 수 없습니다</h1><p>주소가 바뀌었거나 잘못 입력하셨을 수 있습니다. 다시 확인해 주시기 바랍니다.</p>",
    ],
    ["deleted", "강마을", "<p>이 글은 관리자에 의해 블라인드 처리되었습니다.</p>"],
    ["deleted", "404 Not Found", "<h1>Not Found</h1><p>The page you requested could not be found.</p>"],
    ["deleted", "Oops", "<h1>This topic has been deleted by its author.</h1><a href='/'>Back to the forum</a>"],
    ["deleted", "Shop", "<p>Sorry, this product is no longer available.</p><p>Try searching again.</p>"],
    ["deleted", "강마을", "<p>요청하신 페이지가 존재하지 않습니다.</p>"],
    ["deleted", "강마을", "<p>게시 기간이 만료된 공고입니다.</p>"],
    [
      "login_wall",
      "회원 게시판",
      "<p>로그인이 필요한 서비스입니다.</p><form><input name=id><input type=password></form>",
    ],
    ["login_wall", "강마을", "<p>로그인 후 이용하실 수 있습니다.</p>"],
    ["login_wall", "강마을", "<p>이 게시판은 정회원만 볼 수 있습니다.</p><p>회원가입 후 이용해 주세요.</p>"],
    ["login_wall", "강마을", "<p>글을 읽을 권한이 없습니다.</p><p>회원이시라면 로그인 후 이용해 주십시오.</p>"],
    [
      "login_wall",
      "로그인 | 강마을",
      "<form>아이디 <input> 비밀번호 <input type=password> <label>자동 로그인</label></form><a href='/join'>회원가입</a>",
    ],
    ["login_wall", "강마을", "<p>본 콘텐츠는 청소년 유해 매체물로 성인 인증이 필요합니다.</p>"],
    ["login_wall", "Members", "<p>You must be logged in to view this page.</p>"],
    ["login_wall", "Forum", "<p>Please log in or register to continue.</p>"],
    [
      "bot_wall",
      "보안 확인",
      "<p>비정상적인 접근이 감지되었습니다. 아래 문자를 입력해 주세요.</p><form><input></form>",
    ],
    [
      "bot_wall",
      "강마을",
      "<p>로봇이 아님을 확인해 주세요.</p><script src='https://www.google.com/recaptcha/api.js'></script>",
    ],
    [
      "bot_wall",
      "Just a moment...",
      "<p>Verifying you are human. This may take a few seconds.</p><p>board.test needs to review the security of your connection before proceeding.</p><script src='/cdn-cgi/challenge-platform/x.js'></script>",
    ],
    ["bot_wall", "site", "<p>Our systems have detected unusual traffic from your computer network.</p>"],
  ])("are walls: %s, %s", (wall, title, body) => {
    expect(read(title, body).wall).toBe(wall);
  });
});
