import { expect, it } from "vitest";
import { readPage } from "../read-page.ts";

const post = "뒷브레이크에서 소리가 나는데 패드를 바꿔도 그대로입니다. 무엇을 보면 될까요?";
const replies = [
  "로터를 알코올로 닦아 보세요. 저는 그걸로 잡혔습니다.",
  "캘리퍼 볼트를 풀고 다시 맞춰 보는 게 먼저예요.",
  "고맙습니다. 닦으니 조용해졌어요.",
];
const users = ["느린바퀴", "물새", "느린바퀴"];
const each = (piece: (text: string, user: string, i: number) => string) =>
  replies.map((text, i) => piece(text, users[i] ?? "", i)).join("");
const menu = `<div class="menu"><ul>${Array.from({ length: 12 }, (_, i) => `<li><a href="/b/${i}">게시판 ${i}</a></li>`).join("")}</ul></div>`;
const others = Array.from(
  { length: 20 },
  (_, i) =>
    `<tr><td>${900 - i}</td><td><a href="/v/${i}">다른 사람이 쓴 글의 제목 ${i}번입니다</a> [${i}]</td><td>회원${i}</td><td>03-1${i % 9}</td><td>${i * 7}</td></tr>`,
).join("");

const boards: Record<string, string> = {
  "vBulletin 4": `<body id="showthread"><div class="above_body">${menu}</div><div class="body_wrapper"><h1><span class="threadtitle"><a href="#">뒷브레이크 소리</a></span></h1><ol id="posts" class="posts"><li class="postbitlegacy postbitim postcontainer"><div class="posthead"><span class="postdate old"><span class="date">2024-03-15, <span class="time">14:30</span></span></span></div><div class="postdetails"><div class="userinfo"><strong>느린바퀴</strong></div><div class="postbody"><div class="postrow has_after_content"><div class="content"><div><blockquote class="postcontent restore">${post}</blockquote></div></div></div></div></div></li>${each((text, user, i) => `<li class="postbitlegacy postbitim postcontainer"><div class="posthead"><span class="postdate old"><span class="date">2024-03-15, <span class="time">15:0${i}</span></span></span></div><div class="postdetails"><div class="userinfo"><strong>${user}</strong></div><div class="postbody"><div class="postrow"><div class="content"><blockquote class="postcontent restore">${text}</blockquote></div></div></div></div></li>`)}</ol></div></body>`,
  Vanilla: `<body class="Discussion"><div id="Head">${menu}</div><div id="Content"><div class="MessageList Discussion"><div class="PageTitle"><h1>뒷브레이크 소리</h1></div><div class="ItemDiscussion"><div class="Item-Header DiscussionHeader"><span class="Author"><a class="Username">느린바퀴</a></span><span class="MItem DateCreated"><time datetime="2024-03-15T14:30:00+09:00">3월 15일</time></span></div><div class="Item-BodyWrap"><div class="Item-Body"><div class="Message userContent">${post}</div></div></div></div></div><div class="CommentsWrap"><h2 class="CommentHeading">Comments</h2><ul class="MessageList DataList Comments">${each((text, user) => `<li class="Item ItemComment"><div class="Comment"><div class="Item-Header CommentHeader"><span class="Author"><a class="Username">${user}</a></span><time datetime="2024-03-15T15:00:00+09:00">3월 15일</time></div><div class="Item-BodyWrap"><div class="Item-Body"><div class="Message userContent">${text}</div></div></div></div></li>`)}</ul></div></div></body>`,
  bbPress: `<body class="topic bbpress single"><header>${menu}</header><div id="content"><article><h1 class="entry-title">뒷브레이크 소리</h1><div class="entry-content"><div id="bbpress-forums" class="bbpress-wrapper"><ul class="forums bbp-replies"><li class="bbp-body"><div class="bbp-reply-header"><span class="bbp-reply-post-date">2024-03-15 14:30</span></div><div class="topic type-topic bbp-parent-forum"><div class="bbp-reply-author"><a class="bbp-author-link">느린바퀴</a></div><div class="bbp-reply-content"><p>${post}</p></div></div>${each((text, user) => `<div class="bbp-reply-header"><span class="bbp-reply-post-date">2024-03-15 15:00</span></div><div class="reply type-reply"><div class="bbp-reply-author"><a class="bbp-author-link">${user}</a></div><div class="bbp-reply-content"><p>${text}</p></div></div>`)}</li></ul></div></div></article></div></body>`,
  "Discourse for crawlers": `<body class="crawler"><header><a href="/">바퀴 모임</a></header><div id="main-outlet" class="wrap" role="main"><div id="topic-title"><h1><a href="/t/7">뒷브레이크 소리</a></h1></div><div itemscope itemtype="http://schema.org/DiscussionForumPosting"><div id="post_1" class="topic-body crawler-post"><div class="crawler-post-meta"><span class="creator" itemprop="author"><a><span itemprop="name">느린바퀴</span></a></span><span class="crawler-post-infos"><time itemprop="datePublished" datetime="2024-03-15T05:30:00Z" class="post-time">2024년 3월</time></span></div><div class="post" itemprop="text"><p>${post}</p></div></div>${each((text, user, i) => `<div id="post_${i + 2}" itemprop="comment" itemscope itemtype="http://schema.org/Comment" class="topic-body crawler-post"><div class="crawler-post-meta"><span class="creator"><span itemprop="name">${user}</span></span><time class="post-time" datetime="2024-03-15T06:00:00Z">3월</time></div><div class="post" itemprop="text"><p>${text}</p></div></div>`)}</div></div></body>`,
  XE: `<body>${menu}<div class="bd"><div class="board_read rd rd_nav_style2"><div class="rd_hd"><h1 class="np_18px"><a href="#">뒷브레이크 소리</a></h1><div class="btm_area"><span class="date m_no">2024.03.15 14:30</span><a class="nick member_7">느린바퀴</a></div></div><div class="rd_body"><article><div class="document_7 xe_content">${post}</div></article></div><div class="fdb_lst_wrp"><div class="fdb_lst"><ul class="fdb_lst_ul">${each((text, user) => `<li class="fdb_itm"><div class="meta"><a class="member_8">${user}</a> <span class="date">2024.03.15 15:00</span></div><div class="comment_8 xe_content">${text}</div></li>`)}</ul></div></div></div><table class="bd_lst bd_tb_lst">${others}</table></div></body>`,
  "a list of others": `<body>${menu}<div class="article-wrapper"><div class="article-head"><div class="title">뒷브레이크 소리</div><div class="info"><span class="user-info">느린바퀴</span><span class="date"><time datetime="2024-03-15T05:30:00Z">2024-03-15 14:30</time></span></div></div><div class="article-body"><div class="fr-view article-content"><p>${post}</p></div></div><div class="article-comment" id="comment"><div class="list-area">${each((text, user) => `<div class="comment-item"><div class="info-row"><span class="user-info">${user}</span><time datetime="2024-03-15T06:00:00Z">15:00</time></div><div class="message"><div class="text"><pre>${text}</pre></div></div></div>`)}</div></div></div><table class="article-list">${others}</table></body>`,
  "an old table": `<body bgcolor="#ffffff"><table width=100%><tr><td>${menu}</td></tr></table><table border=1><tr><td><b>제목</b> : 뒷브레이크 소리</td></tr><tr><td>이름 : 느린바퀴 | 날짜 : 2024-03-15 14:30 | 조회 : 77</td></tr><tr><td height=200 valign=top>${post}</td></tr></table>${each((text, user) => `<table><tr><td width=80><b>${user}</b></td><td>${text}</td><td>2024-03-15</td></tr></table>`)}<table>${others}</table></body>`,
};

it.each(Object.entries(boards))("%s: the post and its replies are the text", (_, body) => {
  const { document, wall } = readPage({
    url: "https://wheels.test/bbs/view.php?no=7",
    contentType: "text/html; charset=utf-8",
    robotsTags: [],
    body: Buffer.from(`<html lang="ko"><head><title>뒷브레이크 소리</title></head>${body}</html>`),
  });
  expect(wall).toBeNull();
  const text = document?.text ?? "";
  expect([post, ...replies].filter((said) => !text.includes(said))).toEqual([]);
  expect(text).not.toMatch(/게시판 3|다른 사람이 쓴 글/);
  expect(document?.weakness).toBeNull();
  expect(document?.author).toBe("느린바퀴");
  expect(document?.publishedAt?.toISOString()).toBe("2024-03-15T05:30:00.000Z");
});
