import { createServer } from "node:http";

/**
 * The site that every crawler of the bench visits: N static pages of about 12 KB of Korean text, each linking to 20 others so that all of them
 * are reachable from the first. Its own process, told by `node site-server.ts PAGES [HOSTS]`; prints its port, or one for each host, on all of
 * which the same addresses hold other pages. No robots.txt rules.
 */
const pages = Number(process.argv[2] ?? 5_000);
const hosts = Number(process.argv[3] ?? 1);
const maxKept = 12_000;

const subjects = "나루터 강가 장터 마을 골목 서점 찻집 우체국 시장 학교 도서관 공방 정류장 방앗간 포구 언덕".split(" ");
const times = "이른 아침 늦은 오후 지난 가을 장마가 끝난 뒤 첫눈이 오던 날 해가 질 무렵 봄비가 그친 저녁".split(" ");
const deeds =
  "사람들이 모여 이야기를 나누었다|배가 천천히 물을 건너왔다|낡은 간판을 새로 칠했다|갓 구운 빵 냄새가 퍼졌다|아이들이 종이배를 띄웠다|오래된 지도를 벽에 걸었다|주인이 손님에게 길을 알려 주었다|젖은 우산을 나란히 세워 두었다".split(
    "|",
  );
const ends =
  "그 모습은 오래 기억에 남았다|다음 날에도 같은 일이 되풀이되었다|누구도 서두르지 않았다|값은 작년과 다르지 않았다|기록으로 남겨 둘 만한 하루였다".split(
    "|",
  );

function sentence(seed: number): string {
  const pick = (list: string[], salt: number) =>
    list[(seed * 31 + salt * 17 + ((seed * salt) % 13)) % list.length] ?? "";
  return `${pick(times, 3)} ${pick(subjects, 5)}에서 ${pick(deeds, 7)} ${seed}번째 기록에 따르면 ${pick(ends, 11)}.`;
}

function page(host: number, id: number): Buffer {
  const salt = host * 1_000_003;
  const links: string[] = [];
  // A tree of ten children reaches every page; the rest are cross links, as sites have them.
  for (let child = id * 10 + 1; child <= id * 10 + 10; child += 1) if (child < pages) links.push(link(child));
  for (let step = 1; links.length < 20; step += 1) links.push(link((id * 7 + step * 131) % pages));
  const paragraphs: string[] = [];
  let bytes = 0;
  for (let index = 0; bytes < 9_200; index += 1) {
    const text = [0, 1, 2].map((part) => sentence(salt + id * 97 + index * 3 + part)).join(" ");
    paragraphs.push(`<p>${text}</p>`);
    bytes += Buffer.byteLength(text) + 7;
  }
  return Buffer.from(
    `<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>강나루 기록 ${id}</title><meta name="description" content="강나루 마을의 ${id}번째 기록"></head><body><header><nav><ul>${links.slice(0, 6).join("")}</ul></nav></header><main><article><h1>강나루 기록 ${host}-${id}</h1>${paragraphs.join("\n")}</article></main><aside><ul>${links.slice(6).join("")}</ul></aside><footer><p>강나루 기록관</p></footer></body></html>`,
  );
}

function link(id: number): string {
  return `<li><a href="/page/${id}.html">기록 ${id}</a></li>`;
}

const bodies = new Map<number, Buffer>();

function bodyOf(host: number, id: number): Buffer {
  const key = host * pages + id;
  let body = bodies.get(key);
  if (body === undefined) {
    body = page(host, id);
    if (bodies.size < maxKept) bodies.set(key, body);
  }
  return body;
}

async function listen(host: number): Promise<number> {
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    const id = path === "/" ? 0 : Number(/^\/page\/(\d+)\.html$/.exec(path)?.[1] ?? Number.NaN);
    if (!(id < pages)) {
      response.writeHead(404, { "content-type": "text/plain" }).end("none");
      return;
    }
    const body = bodyOf(host, id);
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-length": body.length }).end(body);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}

// Made beforehand, so that the bench measures crawlers and not this generator.
for (let host = 0; host < hosts; host += 1) {
  for (let id = 0; id < pages && bodies.size < maxKept; id += 1) bodyOf(host, id);
}
const ports = await Promise.all(Array.from({ length: hosts }, (_, host) => listen(host)));
console.log(ports.join(" "));
