/**
 * Korean sentences by which a page says that it is not what was asked for: "삭제되었거나 존재하지 않는 게시물입니다.", "로그인이 필요한 서비스입니다."
 * Told word by word: a sentence that says something of its own ("어제 삭제된 게시글을 다시 올립니다", "로그인이 필요해서 불편합니다") is none.
 */

const thing =
  "게시물|게시글|게시판|글|페이지|포스트|포스팅|문서|기사|뉴스|상품|블로그|콘텐츠|컨텐츠|자료|영상|동영상|채널|카페|댓글|질문|주소|사이트|웹사이트|홈페이지|정보|내용|화면|데이터|공고|회원|사용자|계정|메뉴|기능|서비스|파일|링크|경로|공간|상태|전용|곳|것|분|링크";
const particle =
  "이|가|을|를|은|는|의|에|에서|으로|로|도|만|에게만|와|과|까지|이나|나|님|님이|님의|님에|님께서|이거나|거나";

/** Words of notices, as beginnings; a word of the sentence has to be one of them, with any ending. */
const stems =
  "해당|게시|요청|찾으시|찾는|찾을|원하시|접근|방문|선택|입력|접속|이용|열람|조회|연결|죄송|고객|작성자|글쓴이|게시자|관리자|운영자|운영진|운영|의해|의하|신고|사유|이미|더|이상|다른|다시|또는|혹은|규정|위반|정책|약관|따라|임시|조치|기간|삭제|이동|변경|비공개|블라인드|차단|숨김|숨겨|만료|종료|폐쇄|중단|제한|탈퇴|존재|없|않|수|할|볼|보실|보시|보려|보기|읽|처리|되었|됐|된|잘못|올바르|유효하지|로그인|로그아웃|회원|가입|후|먼저|반드시|필요|권한|하셔야|해야|하신|한|하시|하세요|하십시오|해주|주세요|주십시오|바랍니다|있습니다|있어요|가능|아이디|비밀번호|준회원|정회원|특별회원|등급|멤버|구독자|공개|비밀|작성|쓰기|쓰려|확인|계속|진행|전체|모든|본인|인증|성인|청소년|유해|매체|19세|만|미만|연령|로봇|사람|아님|아닌|임을|증명|자동|등록|방지|문자|숫자|글자|보안|절차|비정상|정상|과도|많은|트래픽|감지|탐지|발견|의심|활동|시도|아래|위|화면의|그림|이미지|체크|클릭|눌러|버튼|캡차|captcha|시스템|안전|보호|위하여|위해|위한|경우|때문|권리|침해|저작권|명예훼손|게시중단|사라|유실|대기|본|이|그|현재|지금|앞|및|에|의|으로|로|을|를|이용자|자체|이전";
const word = new RegExp(`^(?:(?:${thing})(?:${particle})?$|(?:${thing})(?:입니다|이에요|예요|임)$|(?:${stems}))`, "i");

/** How a notice ends. A post tells ("올렸습니다", "불편해요"); a notice states what is so or asks for something. */
const ending = new RegExp(
  `(?:(?:되었|됐|되어졌|사라졌|제한되|감지되|탐지되|의심되|발견되|않|없|있|바뀌었)(?:습니다|어요)|됨|되었음|없음|않음|필요함|필요합니다|필요해요|가능합니다|가능해요|바랍니다|(?:주|하)(?:세요|십시오)|하셔야 합니다|해야 합니다|됩니다|아닙니다|(?:${thing})(?:입니다|이에요|예요)|필요|불가|불가능합니다)$`,
);

const about = {
  deleted:
    /삭제|존재하지 ?않|존재 ?않|찾을 ?수 ?없|비공개 ?(?:처리|된|상태)|블라인드|사라졌|만료된|폐쇄|게시 ?중단|(?:없는|이동(?:된|되었)|이동한|잘못된|유효하지 않은) ?(?:게시물|게시글|글|페이지|포스트|문서|기사|상품|블로그|주소|경로)/,
  login_wall:
    /로그인|회원(?:만|에게만| ?전용|가입| 등급|등급)|(?:읽을|볼|접근|열람) ?(?:할 ?수 ?있는 ?)?권한|권한이 없|비밀글|성인 ?인증|본인 ?인증|연령 ?확인|19세 ?미만|청소년 ?유해/,
  bot_wall:
    /자동 ?(?:입력|등록|가입)? ?방지|로봇이? ?(?:아님|아닙니다|아닌)|비정상적?인? ?(?:접근|요청|트래픽|활동)|보안 ?(?:문자|확인|절차)|사람(?:임을|인지) ?확인|과도한 ?(?:접근|요청|트래픽)/,
} as const;

export type NoticeKind = keyof typeof about;

/** What a sentence gives notice of, or null. One strange word is forgiven in a longer one: the name of the board, of the site. */
export function koreanNotice(sentence: string): NoticeKind | null {
  if (sentence.length > 90) return null;
  const said = sentence.replace(/["“”'‘’()[\]<>.,!:：·]+/g, " ").trim();
  if (!ending.test(said)) return null;
  const words = said.split(/\s+/);
  const strange = words.filter((one) => !word.test(one)).length;
  if (strange > (words.length >= 5 ? 1 : 0)) return null;
  for (const kind of ["bot_wall", "login_wall", "deleted"] as const) if (about[kind].test(said)) return kind;
  return null;
}

/** What stands beside a notice and says nothing: excuses, ways out, who runs the site. */
export const koreanCompanion =
  /죄송|불편을 ?드|양해|확인(?:해|하여|하신|하시)|다시 ?(?:한 ?번|시도|이용)|주소가|주소를|메인|홈으로|이전 ?(?:페이지|화면)|돌아가|목록|고객 ?센터|문의|감사합니다|잘못 ?입력|바랍니다|사업자|대표(?:자|이사)? ?[:：]|통신판매|전화|이메일|호스팅|개인정보|약관|입력해 ?주세요|회원가입|아이디|비밀번호|자동 ?로그인|보안 ?접속/;
