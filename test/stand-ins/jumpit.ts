import { openStandIn, type StandIn, type StandInAnswer } from "./stand-in.ts";

export interface JumpitPosition {
  id: number;
  title: string;
  responsibility: string;
  /** `2026-12-31 23:59:59`; null for always open. */
  closedAt: string | null;
  /** Of the sitemap. */
  lastmod: string;
  /** Answers 404. */
  gone: boolean;
}

/** Own Korean texts; the number makes each another. */
export function jumpitPosition(id: number): JumpitPosition {
  return {
    id: 54_000_000 + id,
    title: `나루 배차 엔지니어 ${id}`,
    responsibility: `- ${id}번 나루의 배차 서버를 만듭니다\n- "뷁" 소리가 나면 살핍니다`,
    closedAt: id % 2 === 0 ? "2089-12-31 23:59:59" : null,
    lastmod: `2026-11-${String((id % 19) + 1).padStart(2, "0")}T10:00:00+09:00`,
    gone: false,
  };
}

/** Jumpit's sitemaps and position pages. `state` may be changed while it runs. */
export interface JumpitStandIn extends StandIn {
  state: {
    positions: JumpitPosition[];
    robots: string | null;
    /** The sitemap's elements have other names: as when the shape changes. */
    broken: boolean;
  };
}

export const positionsInSitemap = 5;

export async function openJumpit(): Promise<JumpitStandIn> {
  const state: JumpitStandIn["state"] = { positions: [], robots: null, broken: false };
  const standIn = await openStandIn(({ url }) => {
    const { pathname, origin } = url;
    if (pathname === "/robots.txt") return state.robots === null ? null : { body: state.robots };
    if (pathname === "/sitemap.xml") {
      const files = Math.max(1, Math.ceil(state.positions.length / positionsInSitemap));
      const names = Array.from(
        { length: files },
        (_, index) => `${origin}/sitemap/sitemap_position_view_${index + 1}.xml`,
      );
      return sitemap(
        "sitemapindex",
        [...names, `${origin}/sitemap/sitemap_career_1.xml`].map((loc) => `<sitemap><loc>${loc}</loc></sitemap>`),
      );
    }
    const file = /^\/sitemap\/sitemap_position_view_(\d+)\.xml$/.exec(pathname)?.[1];
    if (file !== undefined) {
      const from = (Number(file) - 1) * positionsInSitemap;
      const entries = state.positions.slice(from, from + positionsInSitemap);
      const name = state.broken ? "entry" : "url";
      return sitemap(
        "urlset",
        entries.map(
          ({ id, lastmod }) => `<${name}><loc>${origin}/position/${id}</loc><lastmod>${lastmod}</lastmod></${name}>`,
        ),
      );
    }
    const position = state.positions.find(({ id }) => pathname === `/position/${id}`);
    if (position === undefined || position.gone) return null;
    return { body: [flightPage, nextDataPage, shownPage][position.id % 3]?.(position) };
  });
  return { ...standIn, state };
}

function sitemap(root: string, entries: readonly string[]): StandInAnswer {
  const body = `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries.join("")}</${root}>`;
  return { headers: { "content-type": "application/xml" }, body };
}

function dataOf({ id, title, responsibility, closedAt }: JumpitPosition) {
  return {
    id,
    title,
    companyName: "나루소프트",
    serialNumber: "SB77",
    techStacks: [{ stack: "Kotlin" }, { stack: "Kafka" }],
    jobCategories: [{ name: "서버/백엔드 개발자" }],
    workingPlaces: [{ address: "서울 마포구" }],
    newcomer: false,
    minCareer: 3,
    maxCareer: 10,
    educationName: "학력 무관",
    alwaysOpen: closedAt === null,
    publishedAt: "2026-11-10 09:00:00",
    closedAt,
    serviceInfo: "물길을 잇는 서비스입니다.",
    responsibility,
    qualifications: "배차 시스템을 세 해 넘게 돌본 분",
    preferredRequirements: "뱃사공 경험",
    welfares: "점심 제공",
    recruitProcess: "서류 - 면접",
  };
}

/** The newer form: rows pushed bit by bit, a long text in a row of its own, and another position's card before it. */
export function flightPage(position: JumpitPosition): string {
  const { responsibility, ...data } = dataOf(position);
  const long = Buffer.byteLength(responsibility).toString(16);
  const card = { id: 1, title: "다른 공고", companyName: "다른 회사" };
  const rows = `1:["$","div",null,{}]\n2:{"data":${JSON.stringify(card)}}\n1a:T${long},${responsibility}3:["$","x",null,{"state":{"data":${JSON.stringify({ ...data, responsibility: "$1a" })}}}]\n`;
  const cut = Math.floor(rows.length / 2);
  const pushes = [rows.slice(0, cut), rows.slice(cut)].map(
    (part) => `<script>self.__next_f.push([1,${scriptJson(part)}])</script>`,
  );
  return `<html><head><title>점핏</title></head><body><div id="root"></div>${pushes.join("")}</body></html>`;
}

/** The older form. */
export function nextDataPage(position: JumpitPosition): string {
  const json = scriptJson({ props: { pageProps: { queries: [{ state: { data: dataOf(position) } }] } } });
  return `<html><head><title>점핏</title></head><body><div id="__next"></div><script id="__NEXT_DATA__" type="application/json">${json}</script></body></html>`;
}

/** As a browser shows it, without any data. */
export function shownPage(position: JumpitPosition): string {
  const data = dataOf(position);
  const lines = (text: string) => text.split("\n").join("<br>");
  const parts: [string, string][] = [
    ["기술스택", data.techStacks.map(({ stack }) => `<div>${stack}</div>`).join("")],
    ["주요업무", lines(data.responsibility)],
    ["자격요건", data.qualifications],
    ["우대사항", data.preferredRequirements],
    ["복지 및 혜택", data.welfares],
    ["경력", "경력 3~10년"],
    ["학력", data.educationName],
    ["마감일", data.closedAt?.slice(0, 10) ?? "상시"],
    ["근무지역", "서울 마포구"],
  ];
  const shown = parts.map(([term, text]) => `<dl><dt>${term}</dt><dd>${text}</dd></dl>`).join("");
  return `<html><body><header><a href="/company/77">나루소프트</a></header><main><h1>${data.title}</h1>${shown}</main></body></html>`;
}

/** JSON inside a script element must not close it. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
