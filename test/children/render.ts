import { BrowserKeeper } from "../../src/collect/render/browser-keeper.ts";
import { processOf } from "../../src/collect/render/guard-pipe.ts";
import { createLog } from "../../src/platform/log.ts";

// Usage: render.ts. Has a page in a browser hang, tells the browser's process, and waits to be killed.
const keeper = new BrowserKeeper({ path: null, log: createLog("silent") });
const { context } = await keeper.borrow("1 site", () => "naru/0.1 (a test)");
const page = await context.newPage();
void page.evaluate("setTimeout(() => { for (;;); }, 100)").catch(() => {});
await new Promise((resolve) => setTimeout(resolve, 500));
const browser = context.browser();
process.stdout.write(`${browser === null ? 0 : processOf(browser)?.pid}\n`);
setInterval(() => {}, 1_000);
