import { plain } from "./plain.ts";

/** Platforms whose name stands in the title of whatever is written there. */
const platforms = new Set(
  [
    "네이버 블로그",
    "네이버블로그",
    "네이버 카페",
    "네이버 뉴스",
    "네이버 포스트",
    "네이버 지식iN",
    "네이버 프리미엄콘텐츠",
    "지식iN",
    "다음 뉴스",
    "Daum 뉴스",
    "다음뉴스",
    "Daum 카페",
    "다음 카페",
    "티스토리",
    "Tistory",
    "브런치",
    "브런치스토리",
    "이글루스",
    "벨로그",
    "velog",
    "나무위키",
    "위키백과",
    "위키백과, 우리 모두의 백과사전",
    "Wikipedia",
    "Medium",
    "Substack",
    "YouTube",
    "유튜브",
    "Reddit",
    "GitHub",
    "Blogger",
    "WordPress.com",
    "Quora",
    "Stack Overflow",
    "디시인사이드",
    "에펨코리아",
    "클리앙",
    "루리웹",
    "뽐뿌",
    "인벤",
    "더쿠",
    "SLR클럽",
    "보배드림",
    "오늘의유머",
    "웃긴대학",
    "네이트 판",
    "네이트판",
    "카카오스토리",
    "facebook",
    "Instagram",
    "X",
  ].map(plain),
);
/** How names of papers, stations and boards end. */
const siteEnd =
  /(?:일보|신문|뉴스|방송|닷컴|타임스|타임즈|저널|매거진|미디어|경제|투데이|데일리|위클리|커뮤니티|게시판|갤러리|카페|블로그|홈페이지|온라인|\.(?:com|net|org|co\.kr|kr|io)|\bnews|\btimes|\bpost|\bforums?|\bblog|\bmagazine|\bjournal|\bdaily|\bcommunity)$/i;
const section =
  /^(?:정치|경제|사회|국제|세계|문화|스포츠|연예|생활|라이프|오피니언|사설|칼럼|과학|IT|IT\/과학|IT·과학|테크|산업|증권|금융|부동산|전국|지역|교육|여행|건강|의료|북한|국방|외교|뉴스|기사|종합|포토|영상|자유게시판|공지사항|질문|질문답변|질문과답변|유머|후기|Q&A|home|news|world|politics|business|sports?|opinion|culture|tech|technology|science|health|travel|lifestyle|entertainment|economy|blog|forums?|articles?)$/i;

/** True for a part of a title that names the site: what the page calls itself, a platform, or the host. */
export function isSiteName(part: string, siteName: string | null, url: string): boolean {
  const bare = plain(part);
  if (bare === "" || part.length > 40) return false;
  if (siteName !== null && bare === plain(siteName)) return true;
  if (platforms.has(bare)) return true;
  return bare.length >= 4 && hostWords(url).some((word) => word === bare);
}

/** True for what papers, stations and boards are called: "나루일보", "The Ferry Post". */
export function endsLikeSite(part: string): boolean {
  return part.length <= 20 && part.split(" ").length <= 3 && siteEnd.test(part);
}

/** A part of a newspaper or a board: "정치", "자유게시판", "World". */
export function isSection(part: string): boolean {
  return section.test(part.trim());
}

/** Labels of the host, alone and together: `the-courier.test` may be called "The Courier". */
function hostWords(url: string): string[] {
  const labels = (URL.parse(url)?.hostname ?? "").split(".").filter((label) => label !== "www" && label.length >= 4);
  return labels.map(plain);
}
