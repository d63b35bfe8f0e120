import { randomBytes } from "node:crypto";
import type { Frame, Page } from "playwright-core";
import { writeDocument } from "./in-page.ts";
import { RenderError } from "./render-error.ts";
import type { RenderWatch } from "./render-watch.ts";

const maxNodes = 300_000;
const maxFrames = 20;

/** As much of an element as is needed here; the browser's own types are not for Node. */
interface Markable {
  setAttribute(name: string, value: string): void;
}

/**
 * The page as it stands now, as HTML: what frames show stands behind each frame, in `<div data-naru-frame="address">`.
 * @param asked address that relative ones are read against later.
 * @throws RenderError `too_large`.
 */
export async function markupOf(page: Page, asked: string, watch: RenderWatch, maxBytes: number): Promise<string> {
  const frames = page.frames().filter((frame) => frame !== page.mainFrame() && isShown(frame));
  const inner = new Map<string, Frame>();
  for (const frame of frames.slice(0, maxFrames)) {
    // Nobody but us knows the mark, so no page can put another's text behind its frame.
    const mark = randomBytes(12).toString("hex");
    const marked = watch.race(
      frame
        .frameElement()
        .then((element) =>
          element
            .evaluate((node: Markable, text) => node.setAttribute("data-naru-frame", text), mark)
            .then(() => element.dispose()),
        ),
    );
    if (await marked.then(yes, no)) inner.set(mark, frame);
  }
  const markup = await watch.race(page.evaluate(writeDocument(asked, maxNodes, maxBytes)) as Promise<unknown>);
  if (typeof markup !== "string" || Buffer.byteLength(markup) > maxBytes) {
    throw new RenderError("too_large", `The page's document is larger than ${maxNodes} nodes or ${maxBytes} bytes.`);
  }
  const texts = new Map<string, string>();
  let room = maxBytes - Buffer.byteLength(markup);
  for (const [mark, frame] of inner) {
    const written = watch.race(frame.evaluate(writeDocument(null, maxNodes, maxBytes)) as Promise<unknown>);
    const body = await written.then(bodyOf, () => "");
    room -= Buffer.byteLength(body);
    if (room < 0) break;
    texts.set(
      mark,
      `<div data-naru-frame="${frame.url().replaceAll("&", "&amp;").replaceAll('"', "&quot;")}">${body}</div>`,
    );
  }
  return `<!doctype html>\n${fill(markup, texts, 0)}`;
}

/** Frames stand in frames; each mark is used once. */
function fill(markup: string, texts: Map<string, string>, depth: number): string {
  return markup.replace(/<div data-naru-frame-of="([0-9a-f]{24})"><\/div>/g, (_place, mark: string) => {
    const text = texts.get(mark);
    texts.delete(mark);
    return text === undefined || depth > 5 ? "" : fill(text, texts, depth + 1);
  });
}

function bodyOf(markup: unknown): string {
  if (typeof markup !== "string") return "";
  const start = /<body[^>]*>/i.exec(markup);
  if (start === null) return "";
  const end = markup.lastIndexOf("</body>");
  return markup.slice(start.index + start[0].length, end < 0 ? undefined : end);
}

function isShown(frame: Frame): boolean {
  return !frame.isDetached() && /^(?:https?:|about:srcdoc|blob:)/.test(frame.url());
}

const yes = () => true;
const no = () => false;
