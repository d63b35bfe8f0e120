/**
 * Headings under which a page lists other things than its text. A section that opens with one is left out.
 * "많이 본 뉴스", "이 글과 관련된 글", "You may also like" (seen on Korean news portals, Tistory skins and WordPress themes).
 */
const chromeHeading =
  /^(?:관련\s?(?:기사|글|뉴스|포스트|게시물|상품|문서|링크|영상|콘텐츠)|(?:함께|같이|이어서)\s?(?:보면|본|읽으면|읽을|볼|구매한)|이\s?(?:페이지|글|문서)에서$|추천\s?(?:기사|글|뉴스|상품|포스트|콘텐츠|게시물|영상)|인기\s?(?:기사|글|뉴스|상품|게시물|검색어)|많이\s?본|가장\s?많이|최신\s?(?:기사|글|뉴스|댓글|게시물)|최근\s?(?:글|댓글|게시물|본\s?상품)|실시간|이전\s?글|다음\s?글|이\s?(?:카테고리|블로그|기자|시리즈|작성자)의\s?다른|[^\n]{1,20}의\s?다른\s?(?:글|기사)|카테고리|태그|공유하기|구독|뉴스레터|공지사항|방문자|광고|저자\s?소개|글쓴이\s?소개|작성자\s?(?:소개|정보)|목차|바로가기|로그인|회원가입|검색|배송\s?안내|교환\s?및\s?반품|related\b|recommended\b|you (?:may|might) also|you'll also|more (?:from|in|on|stories|articles|posts|like)\b|read (?:next|more|also)|also (?:read|see|like|on)|up next|keep reading|most (?:read|popular|viewed|shared)|popular\b|trending|latest (?:news|posts|stories|articles|from)|recent (?:posts|comments|articles|topics|threads)|similar (?:products|items|topics|threads|articles|posts)|customers (?:also|who)|frequently bought|suggested|sponsored|advertisement|newsletter|subscribe|sign up|stay (?:in touch|updated|informed)|get (?:the|our) (?:newsletter|latest)|follow us|share (?:this|the|on|via)|tags?$|tagged|filed under|categories|archives?$|about the author|about the writer|table of contents|contents$|on this page|in this (?:article|section|guide)$|navigation|menu$|search$|log ?in|sign ?in|cookie|we use cookies|your privacy|leave a (?:reply|comment)|post a (?:reply|comment)|add a comment|join the (?:discussion|conversation)|what others are reading|editor'?s? picks|blogroll|links?$|advertising|who'?s online|forum (?:rules|statistics)|shipping\b|returns? policy)/i;

/** Headings of readers' comments. */
const commentHeading =
  /^(?:\d{0,6}\s?(?:개의\s?)?(?:댓글|덧글|의견|코멘트)|(?:전체\s?)?(?:댓글|덧글)|comments?\b|\d{1,6} (?:comments?|responses?|replies|thoughts)\b|responses?$|discussion\b|reader comments)/i;

/** "광고가 하나도 없는 글만 모았습니다": a sentence is no heading, whatever it begins with. */
const statement = /(?:다|요|죠|음)[.!]?$|[가-힣a-z]{2}\.$/i;

export function isChromeHeading(text: string): boolean {
  return text.length <= 60 && chromeHeading.test(text) && !statement.test(text);
}

export function isCommentHeading(text: string): boolean {
  return text.length <= 60 && commentHeading.test(text);
}

/** Lines that belong to the page's machinery wherever they stand: buttons, counters, dates, copyright. */
const chromeLine =
  /^(?:(?:share|tweet|pin(?: it)?|print|email|e-mail|like|likes|reply|quote|report|edit|delete|follow|subscribe|copy link|copy url|save|bookmark|permalink|back to top|top|next|previous|prev|read more|continue reading|show more|load more|see more|view more|more|less|home|menu|search|close|log ?in|sign ?in|sign up|register|advertisement|ad|ads|sponsored(?: content)?|add to (?:cart|wishlist|bag)|buy now|helpful|was this (?:review |page |article )?helpful\??|yes|no|upvote|downvote|vote|follow us|loading(?:\.\.\.|…)?|edit this page(?: on github)?|on this page|skip to (?:main )?content)|(?:공유|공유하기|인쇄|인쇄하기|스크랩|신고|신고하기|추천|비추천|추천하기|좋아요|싫어요|공감|답글|답글쓰기|답글 달기|댓글|댓글쓰기|댓글 달기|댓글 쓰기|인용|수정|삭제|목록|목록으로|글쓰기|이전|다음|이전글|다음글|더보기|더 보기|접기|펼치기|닫기|맨위로|맨 위로|위로|로그인|회원가입|검색|메뉴|홈|구독|구독하기|구독중|광고|본문 바로가기|본문으로 바로가기|url 복사|url복사|주소복사|링크 복사|글자크기|글자 크기|가\s?가\s?가|카카오톡|페이스북|트위터|네이버|밴드|라인|카카오스토리|도움이 돼요|도움돼요|도움이 됐어요|장바구니|구매하기|바로구매|찜하기|관심상품|이웃추가|본문 기타 기능|쪽지|프로필)(?:\s{0,2}[([:]?\s?[\d,]{1,9}[)\]]?)?)$/i;

const counterLine =
  /^(?=.{0,99}\d)(?:(?:조회수?|추천수?|댓글수?|공감수?|좋아요|비추천|반대|찬성|views?|replies|likes?|votes?|points?|comments?|hits?|shares?|작성일|등록일|수정일|입력|기사입력|최종수정|날짜|일시|posted|published|updated|last (?:modified|updated)|joined|posts?|가입일|글쓴이|작성자|등급|레벨)\s?[:：]?\s?[\d,.\-:/년월일 오전후시분초apm]{1,30}[.\s|·/]{0,4}){1,6}$/i;

const dateLine =
  /^(?:\d{4}\s?[-./년]\s?\d{1,2}\s?[-./월]\s?\d{1,2}\s?[일.]?(?:\s?\(?[월화수목금토일]\)?)?,?(?:\s{0,2}(?:오전|오후|am|pm)?\s?\d{1,2}:\d{2}(?::\d{2})?(?:\s?(?:am|pm|kst|utc))?)?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d{1,2},? \d{4}(?:,?(?: at)? \d{1,2}:\d{2}(?: ?[ap]m)?)?|\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d{4}|\d{1,3} ?(?:초|분|시간|일|주|개월|달|년) ?전|(?:\d{1,3}|an?) (?:second|minute|hour|day|week|month|year)s? ago|\d{1,3}(?:m|h|d) ago|\d{1,3} ?min(?:ute)?s? read|읽는 시간 \d{1,3}분)$/i;

/** A name with a full date and time, as messages and articles are signed: "물안개 / 2005-04-17 13:05". */
const bylineLine =
  /^(?=.{0,80}\d{2,4}[-./]\d{1,2}[-./]\d{1,2}\.?\s{1,3}(?:오전|오후)?\s?\d{1,2}:\d{2})[^.!?]{0,40}(?:[.!?]?[^.!?]{1,20}){1,6}$|^(?:by|글|사진|written by|posted by|작성자|글쓴이|기자)\s?[:：]?\s[\p{L}.' -]{2,40}(?:,\s[\p{L} ]{3,30})?$|^[가-힣]{2,4}\s?기자(?:\s?[=|(]?\s?[\w.@-]{0,40}\)?)?$/iu;

/** Trails and the labels of tables above a post or beside a product. */
const trailLine =
  /^(?:(?:홈|home|처음)\s?[>/»›]|(?:제목|글쓴이|작성자|이름|등록일|작성일|분류|첨부|첨부파일|판매가|정가|배송비|적립금|수량|상품코드|price|shipping|sku|item no)\s?[:：]?\s|[€$£₩]\s?[\d.,]{1,12}$|[\d,]{1,12}\s?원$|이 (?:페이지|글|문서)[가이] 도움이 (?:되었|됐)|별점 \d|총 [\d,]{1,9}\s?[건개명]$|[\w가-힣.-]{1,14}\*{2,10}$|[^|.!?]{1,25}(?:\s\|\s[^|!?]{1,25}){2,6}$)/i;

const rightsLine =
  /^(?:(?:copyright|copyrights|©|ⓒ|\(c\) ?\d{4}|저작권자)|.{0,60}(?:무단\s?전재|무단\s?복제|재배포\s?금지|all rights reserved))/i;

/** True for a short line that is a button, a counter, a date or a rights notice rather than text. */
export function isChromeLine(text: string): boolean {
  if (text.length > 160) return false;
  if (text.length <= 40 && (chromeLine.test(text) || dateLine.test(text))) return true;
  if (text.length <= 100 && counterLine.test(text)) return true;
  if (text.length <= 90 && (bylineLine.test(text) || trailLine.test(text))) return true;
  return rightsLine.test(text) || !/\p{L}/u.test(text);
}
