import { escapeHtml, quietPage } from "./replay-html.ts";

export interface ReplayCapture {
  url: string;
  capturedAt: Date;
  /** Media type without parameters; null when the server sent none. */
  mime: string | null;
}

export interface ReplayPayload {
  /** Body with content codings undone. */
  body: Uint8Array;
  /** The body as text, decoded by its charset; null when it is not text. */
  text: string | null;
  /** Payload of a captured image by address; absent to show alternative texts only. */
  findImage?(url: string): { mime: string; body: Uint8Array } | null;
}

export interface Replay {
  /** A whole HTML document in UTF-8. */
  html: string;
  /** To be sent with it, all of them. */
  headers: Readonly<Record<string, string>>;
}

const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'";

/** Headers that keep an archived page in its frame: no scripts, no network, no origin of its own. */
export const replayHeaders = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": `${policy}; frame-ancestors 'self'; sandbox`,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "private, max-age=3600",
} as const;

const imageTypes = /^image\/(?:png|jpeg|gif|webp|avif)$/;
const markupTypes = /^(?:text\/html|application\/xhtml\+xml)$/;
const maxImageBytes = 5_000_000;
const maxImagesBytes = 20_000_000;
const maxTextChars = 2_000_000;

/**
 * An archived page as a document for a sandboxed frame: pages without scripts, forms and addresses, images as images, other
 * text as text, and for the rest its kind and size. Whatever the page holds, the result runs nothing and loads nothing.
 */
export function renderReplay(capture: ReplayCapture, payload: ReplayPayload): Replay {
  const mime = capture.mime?.toLowerCase() ?? (payload.text === null ? "application/octet-stream" : "text/html");
  if (payload.text !== null && markupTypes.test(mime)) {
    let budget = maxImagesBytes;
    const page = quietPage(payload.text, {
      url: capture.url,
      imageAt(url) {
        const image = payload.findImage?.(url) ?? null;
        if (image === null || !imageTypes.test(image.mime) || image.body.length > Math.min(budget, maxImageBytes))
          return null;
        budget -= image.body.length;
        return dataUrl(image.mime, image.body);
      },
    });
    const note = page.cut ? "<p><strong>…</strong></p>" : "";
    return wrap(page.title === "" ? capture.url : page.title, page.html + note);
  }
  if (imageTypes.test(mime) && payload.body.length <= maxImageBytes) {
    return wrap(capture.url, `<img alt="${escapeHtml(capture.url)}" src="${dataUrl(mime, payload.body)}">`);
  }
  if (payload.text !== null) {
    const more = payload.text.length > maxTextChars ? "\n…" : "";
    return wrap(capture.url, `<pre>${escapeHtml(payload.text.slice(0, maxTextChars) + more)}</pre>`);
  }
  return wrap(
    capture.url,
    `<p><code>${escapeHtml(mime)}</code> · ${payload.body.length.toLocaleString("en")} bytes</p>`,
  );
}

function dataUrl(mime: string, body: Uint8Array): string {
  return `data:${mime};base64,${Buffer.from(body.buffer, body.byteOffset, body.length).toString("base64")}`;
}

function wrap(title: string, body: string): Replay {
  // The policy stands in the document too: a saved copy has no headers.
  const html =
    '<!doctype html><html><head><meta charset="utf-8">' +
    `<meta http-equiv="content-security-policy" content="${policy}">` +
    `<title>${escapeHtml(title)}</title>` +
    "<style>body{margin:1rem;font-family:system-ui,sans-serif;line-height:1.6;word-break:keep-all;overflow-wrap:anywhere}" +
    "img{max-width:100%;height:auto}pre{white-space:pre-wrap}a[data-archived-href]{color:#1a56a8;text-decoration:underline}" +
    `.archived-image{color:#666}</style></head><body>${body}</body></html>`;
  return { html: html.toWellFormed(), headers: replayHeaders };
}
