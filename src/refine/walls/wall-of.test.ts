import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readPage } from "../read-page.ts";

const read = (html: string) =>
  readPage({ url: "https://site.test/1", contentType: "text/html", robotsTags: [], body: Buffer.from(html) });
const prose =
  "<p>나루터에는 아침마다 배가 세 척 닿는다. 사람들은 그 배를 타고 건너편 시장에 간다. 돌아오는 배는 저녁 여섯 시에 떠난다.</p>".repeat(
    12,
  );

describe("walls", () => {
  it.each([
    [
      "bot_wall",
      '<title>Just a moment...</title><body><div id="challenge-running">Checking your browser before accessing site.test.</div><script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script>',
    ],
    [
      "bot_wall",
      "<title>보안 확인</title><p>비정상적인 접근이 감지되었습니다. 아래 문자를 입력해 주세요.</p><form><input name=c></form>",
    ],
    [
      "bot_wall",
      '<title>site.test</title><script src="https://geo.captcha-delivery.com/captcha.js"></script><p>Please verify you are human to go on.</p>',
    ],
    [
      "login_wall",
      "<title>회원 게시판</title><p>로그인이 필요한 서비스입니다.</p><form><input name=id><input type=password></form>",
    ],
    ["login_wall", "<title>Members</title><p>Please log in to continue.</p>"],
    [
      "needs_render",
      '<title>앱</title><body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div><script src="/main.js"></script>',
    ],
    ["needs_render", `<title>앱</title><div id="__next"></div><script>${"x=1;".repeat(8_000)}</script>`],
    [
      "iframe_shell",
      '<title>네모의 느린 산책 : 네이버 블로그</title><body><iframe id="mainFrame" name="mainFrame" src="/PostView.naver?blogId=a&logNo=1"></iframe>',
    ],
    ["iframe_shell", '<frameset cols="20%,*"><frame src="menu.html"><frame src="main.html"></frameset>'],
    ["deleted", "<title>알림</title><p>삭제되었거나 존재하지 않는 게시물입니다.</p><a href='/'>홈으로</a>"],
    ["deleted", "<title>Oops</title><h1>This post has been removed</h1><a href='/'>Back</a>"],
  ])("tells a %s", (wall, html) => {
    const reading = read(html);
    expect(reading.wall).toBe(wall);
    expect(reading.document).toBeNull();
  });

  it.each([
    [
      "an article about captchas",
      `<title>캡차는 왜 있나</title><article><h1>캡차는 왜 있나</h1>${prose}<p>사이트는 비정상적인 접근이 감지되면 문자를 묻는다.</p></article>`,
    ],
    [
      "an article with a login form",
      `<title>나루</title><form><input type=password></form><p>로그인이 필요합니다</p><article>${prose}</article>`,
    ],
    [
      "a forum thread about deleted posts",
      `<title>질문</title><article>${prose}<p>삭제되었거나 존재하지 않는 게시물이라고 나옵니다.</p></article>`,
    ],
    [
      "a page that renders on the server",
      `<title>나루</title><noscript>Please enable JavaScript.</noscript><div id="root"><article>${prose}</article></div><script src="/a.js"></script>`,
    ],
    ["a short notice", "<title>공지</title><h1>공지</h1><p>내일은 쉽니다.</p>"],
  ])("takes no wall for %s", (_, html) => {
    expect(read(html).wall).toBeNull();
  });

  it("takes no labelled page for a wall", () => {
    const folder = join(import.meta.dirname, "../../../test/pages");
    const files = readdirSync(folder).filter((file) => file.endsWith(".html"));
    expect(files.filter((file) => read(readFileSync(join(folder, file), "utf8")).wall !== null)).toEqual([]);
  });
});
