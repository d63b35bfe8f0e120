import { readdirSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createCollection } from "../../src/collect/index.ts";
import { createRenderer } from "../../src/collect/render/renderer.ts";
import { openDatabase } from "../../src/platform/db/database.ts";
import { createLog } from "../../src/platform/log.ts";
import { buildCollector, untilEnded } from "../../test/sites/crawl.ts";
import { testAgent } from "../../test/sites/render-address.ts";
import { openScriptSite, story } from "../../test/sites/script-site.ts";

// Usage: run.ts [--pages 200]. Pages of a loopback site that are empty without a browser, rendered two at a time; prints pages/s, the
// memory of naru and of the browser (proportional set size of all its processes), and how many of them are left at the end.
const { values } = parseArgs({ options: { pages: { type: "string", default: "200" } } });
const pages = Number(values.pages);

const shell = (n: string) => `<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>나루 ${n}</title>
<script src="/library.js"></script><link rel="stylesheet" href="/style.css"></head><body><div id="app"></div><img src="/picture.png"><script>
fetch("/list.json?${n}").then((answer) => answer.json()).then(({ stories, next }) => {
  for (const story of stories) { const p = document.createElement("p"); p.textContent = story; document.getElementById("app").append(p); }
  for (const href of next) { const a = document.createElement("a"); a.href = href; a.textContent = "다음"; document.body.append(a); }
});</script></body></html>`;
const site = await openScriptSite({
  "/page": (request, response) => {
    response
      .writeHead(200, { "content-type": "text/html; charset=utf-8" })
      .end(shell(request.url?.split("=")[1] ?? "1"));
  },
  "/list.json": (request, response) => {
    const n = Number(request.url?.split("?")[1]);
    const next = [2 * n, 2 * n + 1].filter((one) => one <= pages).map((one) => `/page?n=${one}`);
    const stories = Array.from({ length: 20 }, (_, line) => story(n * 100 + line));
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ stories, next }));
  },
});
const database = await openDatabase({ kind: "embedded", folder: "memory://" });
const renderer = createRenderer({ path: null, log: createLog("warn"), userAgent: testAgent });
const { collector, close } = buildCollector(database.db, { more: { renderer }, settings: { timeoutMs: 30_000 } });

const seen: number[] = [];
let own = 0;
const watch = setInterval(() => {
  own = Math.max(own, process.memoryUsage().rss);
  seen.push(browserBytes().bytes);
}, 1_000);
const began = performance.now();
const urls = [site.url("/page?n=1")];
const id = await createCollection(database.db, { urls, sitemaps: false, depth: 30, allowAddresses: [site.host] });
const stop = new AbortController();
const running = collector.run(stop.signal);
const { progress } = await untilEnded(database.db, id, 3_600_000);
const seconds = (performance.now() - began) / 1_000;
clearInterval(watch);
stop.abort();
await running;
await renderer.close();
const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
console.log(
  `${progress.documents} documents in ${seconds.toFixed(1)} s: ${(progress.documents / seconds).toFixed(2)} pages/s`,
);
console.log(`naru ${mb(own)} at most; browser ${mb(Math.max(...seen))} at most`);
console.log(
  `browser by tenth: ${seen
    .filter((_, at) => at % Math.ceil(seen.length / 10) === 0)
    .map(mb)
    .join(", ")}`,
);
console.log(`${browserBytes().processes} processes left`);
await close();
await site.close();
await database.close();

/** Memory of all that this process started, shared pages counted once (Linux). */
function browserBytes(): { bytes: number; processes: number } {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), stat: textOf(`/proc/${name}/stat`) }))
    .map(({ pid, stat }) => ({ pid, parent: Number(stat.slice(stat.lastIndexOf(")") + 4).split(" ")[0]) }));
  const family = [process.pid];
  for (const one of family) for (const { pid, parent } of parents) if (parent === one) family.push(pid);
  const sizes = family
    .slice(1)
    .map((pid) => Number(/^Pss:\s+(\d+)/m.exec(textOf(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0));
  return { bytes: sizes.reduce((sum, kilobytes) => sum + kilobytes * 1_024, 0), processes: sizes.length };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}
