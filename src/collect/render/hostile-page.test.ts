import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderAddress, testAgent } from "../../../test/sites/render-address.ts";
import { openScriptSite, story } from "../../../test/sites/script-site.ts";
import type { SmallSite } from "../../../test/sites/small-site.ts";
import { OutgoingError } from "../../platform/http-out/index.ts";
import { createLog } from "../../platform/log.ts";
import { BrowserKeeper } from "./browser-keeper.ts";
import { processOf } from "./guard-pipe.ts";
import { createRenderer, type Renderer, type RenderOrder } from "./renderer.ts";

let site: SmallSite;
let renderer: Renderer;

beforeAll(async () => {
  site = await openScriptSite();
  const limits = { timeoutMs: 5_000, maxMemoryBytes: 1.2e9 };
  renderer = createRenderer({ path: null, log: createLog("silent"), userAgent: testAgent, ...limits });
});
afterAll(async () => {
  await renderer.close();
  await site.close();
});

const render = (path: string, more: Partial<RenderOrder> = {}) =>
  renderAddress(renderer, site.url(path), [site.host], more);

describe("a hostile page", () => {
  it("is ended when it hangs, and when it takes the browser's memory; the next page is served", async () => {
    const begun = Date.now();
    await expect(render("/hang")).rejects.toMatchObject({ fault: "timeout" });
    expect(Date.now() - begun).toBeLessThan(9_000);
    await expect(render("/hog")).rejects.toMatchObject({ fault: "crashed" });
    expect((await render("/next")).rendered.html).toContain(story(21));
  });

  it("may answer us with more than this process could hold", async () => {
    const huge = (script: string) =>
      `<!doctype html><p>넓은 강</p><script>const huge = "\\u0001".repeat(95e6); ${script}</script>`;
    const evil = await openScriptSite({
      "/markup": huge(`Object.defineProperty(Element.prototype, "outerHTML", { get: () => huge });`),
      "/size": huge(`document.getElementsByTagName = () => ({ length: huge });`),
    });
    try {
      const open = (path: string) => renderAddress(renderer, evil.url(path), [evil.host]);
      await expect(open("/markup")).rejects.toMatchObject({ fault: "too_large" });
      expect((await open("/size")).rendered.html).toContain("넓은 강");
      expect((await render("/next")).rendered.html).toContain(story(21));
    } finally {
      await evil.close();
    }
  }, 30_000);

  it("reaches no private address, by whatever way it tries", async () => {
    const secret = await openScriptSite({ "*": "비밀" });
    const at = secret.host;
    const evil = await openScriptSite({
      "/": `<!doctype html><meta charset="utf-8"><p>겉보기</p><script src="http://${at}/a.js"></script>
        <link rel="stylesheet" href="http://${at}/a.css"><link rel="preconnect" href="http://${at}/"><link rel="prefetch" href="http://${at}/p">
        <iframe src="http://${at}/frame"></iframe><img src="http://${at}/i.png"><iframe src="/away"></iframe>
        <form id="f" method="post" action="http://${at}/form"></form>
        <script>
          fetch("http://${at}/fetch").catch(() => {}); fetch("/away").catch(() => {});
          fetch("http://localhost:${secret.port}/named").catch(() => {}); fetch("http://[::ffff:127.0.0.1]:${secret.port}/v6").catch(() => {});
          navigator.sendBeacon("http://${at}/beacon", "x"); new WebSocket("ws://${at}/socket"); new EventSource("http://${at}/events");
          new Worker(URL.createObjectURL(new Blob(['fetch("http://${at}/worker"); new WebSocket("ws://${at}/worker-socket")']))); try { new SharedWorker("/shared.js") } catch {}
          window.open("http://${at}/window"); navigator.serviceWorker?.register("/service.js").catch(() => {});
          document.body.dataset.rtc = typeof RTCPeerConnection + typeof WebTransport; alert("!"); setTimeout(() => f.submit(), 50);
        </script>`,
      "/away": (_request, response) => response.writeHead(302, { location: `http://${at}/redirected` }).end(),
      "/shared.js": `fetch("http://${at}/shared")`,
      "/service.js": `fetch("http://${at}/service")`,
    });
    try {
      const { rendered, parts } = await renderAddress(renderer, evil.url("/"), [evil.host]);
      expect(secret.log).toEqual([]);
      expect(rendered.html).toContain("겉보기");
      expect(rendered.html).not.toContain("비밀");
      expect(rendered.html).toContain('data-rtc="undefinedundefined"');
      expect(parts.refusals.join("\n")).toContain("private or reserved address");
      expect(rendered.ledTo).toBe(`http://${at}/form`);
    } finally {
      await evil.close();
      await secret.close();
    }
  });
});

it("gives a browser up that does not answer, and starts another", async () => {
  const keeper = new BrowserKeeper({ path: null, log: createLog("silent"), openMs: 1_500 });
  try {
    const first = await keeper.borrow("1 site", () => testAgent);
    const browser = first.context.browser();
    await first.done(true);
    const pid = browser === null ? 0 : (processOf(browser)?.pid ?? 0);
    process.kill(pid, "SIGSTOP");
    await expect(keeper.borrow("2 site", () => testAgent)).rejects.toMatchObject({ fault: "gone" });
    const next = await keeper.borrow("2 site", () => testAgent);
    expect(next.fresh).toBe(true);
    await next.done(true);
    await expect.poll(() => isAlive(pid), { timeout: 8_000 }).toBe(false);
  } finally {
    await keeper.close();
  }
}, 20_000);

it("leaves no window behind that a window of a page opened", async () => {
  const keeper = new BrowserKeeper({ path: null, log: createLog("silent") });
  try {
    const { context, done } = await keeper.borrow("1 site", () => testAgent);
    const opened = await context.newPage();
    opened.on("popup", (popup) => void popup.close().catch(() => {}));
    await opened.evaluate(`open("about:blank").eval("open('about:blank#inner')"), 0`);
    await expect.poll(() => context.pages().map((page) => page.url())).toContain("about:blank#inner");
    await opened.close();
    const ended = context.waitForEvent("close");
    await done(true);
    await ended;
    const next = await keeper.borrow("1 site", () => testAgent);
    expect(next.fresh).toBe(true);
    await next.done(true);
  } finally {
    await keeper.close();
  }
});

it("goes on without parts and cookies that the browser does not take", async () => {
  const odd = await openScriptSite({
    "/": `<!doctype html><meta charset="utf-8"><p>${story(1)}</p><script src="/status.js"></script><script src="/cut.js"></script><script>document.body.append("끝")</script>`,
    "/status.js": (_request, response) => response.writeHead(999, { "content-type": "text/javascript" }).end("0"),
    "/cut.js": (_request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("0");
      setTimeout(() => response.destroy(), 50);
    },
  });
  const cookies = [
    { name: "", value: "x;y", domain: "..", path: "" },
    { name: "good", value: "1", domain: "127.0.0.1", path: "/" },
  ];
  const { rendered } = await renderAddress(renderer, odd.url("/"), [odd.host], { cookies });
  await odd.close();
  expect(rendered.html).toContain("끝");
  expect(odd.log.find(({ path }) => path === "/status.js")?.headers.cookie).toBe("good=1");
});

it("says that there is no browser, and how to get one", async () => {
  const without = createRenderer({ path: "/nowhere/chromium", log: createLog("silent"), userAgent: testAgent });
  try {
    await expect(renderAddress(without, site.url("/next"), [site.host])).rejects.toMatchObject({
      fault: "no_browser",
      message: expect.stringContaining("/nowhere/chromium"),
    });
  } finally {
    await without.close();
  }
});

it("gives up at once when the work stops", async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 300);
  const begun = Date.now();
  await expect(render("/hang", { signal: stop.signal })).rejects.toMatchObject({ fault: "aborted" });
  expect(Date.now() - begun).toBeLessThan(6_000);
  const parts = async () => {
    throw new OutgoingError("aborted", "The request was given up.");
  };
  await expect(render("/", { fetchPart: parts })).rejects.toMatchObject({ fault: "aborted" });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
