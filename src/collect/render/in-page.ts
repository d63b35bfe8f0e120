/**
 * What runs inside pages, as source text: functions that are handed to the browser and know nothing of this program. Whatever
 * they give back comes from the page's own world, where anything may have been put in the place of anything, and is checked as such: here for its
 * size, since it is held whole by whoever receives it.
 */

/** Before anything of the page: ways out that no request handler sees are closed. A WebSocket is one that never opens. */
export const closeWaysOut = `(() => {
  const kinds = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 };
  class WebSocket extends EventTarget {
    constructor(url) {
      super();
      const handlers = { onopen: null, onmessage: null, onerror: null, onclose: null };
      Object.assign(this, kinds, handlers, { url: String(url), readyState: 0, bufferedAmount: 0, binaryType: "blob", protocol: "", extensions: "" });
      const tell = (event) => { this.dispatchEvent(event); this["on" + event.type]?.(event); };
      setTimeout(() => { this.readyState = 3; tell(new Event("error")); tell(new CloseEvent("close", { code: 1006 })); }, 0);
    }
    send() {}
    close() {}
  }
  Object.assign(WebSocket, kinds);
  try { Object.defineProperty(globalThis, "WebSocket", { value: WebSocket, configurable: false, writable: false }); } catch {}
})();
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel", "WebTransport"]) {
  try { Object.defineProperty(globalThis, name, { value: undefined, configurable: false, writable: false }); } catch {}
}`;

/** How much there is: elements, characters, height. */
export const measure = `(() => [
  +document.getElementsByTagName("*").length,
  +(document.body?.textContent ?? "").length,
  +(document.documentElement?.scrollHeight ?? 0),
])()`;

/** To the end of the page and of the largest box in it that scrolls by itself. */
export const scrollDown = `(() => {
  const root = document.scrollingElement ?? document.documentElement;
  let box = null, most = 0, looked = 0;
  for (const element of document.querySelectorAll("main, div, section, ul, ol, article")) {
    if ((looked += 1) > 5000) break;
    const room = element.scrollHeight - element.clientHeight;
    if (room < 50 || element.clientHeight < 200) continue;
    if (!/auto|scroll/.test(getComputedStyle(element).overflowY)) continue;
    if (element.clientHeight * element.clientWidth > most) { most = element.clientHeight * element.clientWidth; box = element; }
  }
  if (box !== null) box.scrollTop = box.scrollHeight;
  window.scrollTo(0, root.scrollHeight);
  return true;
})()`;

/**
 * Presses the first button that asks for more and was not pressed in vain before; false when there is none. Links that lead to another
 * page are no buttons, unless the person's selector names them.
 */
export function pressMore(selector: string | null): string {
  return `(() => {
  const spent = (window.__more ??= { inVain: new WeakSet(), last: null });
  const selector = ${JSON.stringify(selector)};
  const wording = /^[\\s+▼▽∨⌄]*(?:(?:[가-힣]{1,6}\\s?){0,2}더\\s?(?:보기|불러오기|읽기)|(?:load|show|view|see)\\s+more(?:\\s+[a-z]{1,12}){0,2}|more\\s+(?:results|posts|comments|items))[\\s\\d(),./+▼▽∨⌄…]*$/i;
  const found = document.querySelectorAll(selector ?? "button, [role=button], a, input[type=button], input[type=submit], [onclick]");
  let looked = 0;
  for (const element of found) {
    if ((looked += 1) > 3000) break;
    if (spent.inVain.has(element) || element.disabled || element.getAttribute("aria-disabled") === "true") continue;
    if (selector === null) {
      const says = (element.value || element.textContent || element.getAttribute("aria-label") || "").trim();
      if (says.length > 40 || !wording.test(says)) continue;
      const href = element.tagName === "A" ? element.getAttribute("href") : null;
      if (href !== null && href !== "" && !href.startsWith("#") && !/^javascript:/i.test(href)) continue;
      if (element.type === "submit" && element.form) continue;
    }
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0 || getComputedStyle(element).visibility === "hidden") continue;
    spent.last = element;
    element.click();
    return true;
  }
  return false;
})()`;
}

/** The last press brought nothing: the button is left alone from now on. */
export const pressedInVain = `(() => { const spent = window.__more; if (spent?.last) spent.inVain.add(spent.last); return true; })()`;

/** How tall the page is. */
export const heightOf = "+document.documentElement.scrollHeight";

/**
 * The document as markup: open shadow roots unfolded, frames followed by a mark where their content goes, addresses kept right
 * when the page has moved since it was asked for. Built in a document that loads and runs nothing. Null when there is too much.
 */
export function writeDocument(asked: string | null, maxNodes: number, maxLength: number): string {
  return `(() => {
  const quiet = document.implementation.createHTMLDocument("");
  const top = document.documentElement;
  if (!top) return "";
  const copyOf = (node) => {
    const copy = quiet.importNode(node, false);
    if (node.nodeType === 1 && copy.hasAttribute("data-naru-frame")) copy.removeAttribute("data-naru-frame");
    return copy;
  };
  const root = copyOf(top);
  const stack = [[top, root]];
  let nodes = 0, length = 0;
  while (stack.length > 0) {
    const [from, to] = stack.pop();
    const children = from.shadowRoot ? [...from.shadowRoot.childNodes, ...from.childNodes] : from.childNodes;
    for (const child of children) {
      if ((nodes += 1) > ${maxNodes}) return null;
      if (child.nodeType !== 1 && child.nodeType !== 3) continue;
      if (child.nodeType === 3 && (length += child.length) > ${maxLength}) return null;
      const copy = copyOf(child);
      to.appendChild(copy);
      if (child.nodeType !== 1) continue;
      if (child.localName === "template") { copy.innerHTML = ""; continue; }
      const mark = child.getAttribute("data-naru-frame");
      if (mark !== null) {
        const place = quiet.createElement("div");
        place.setAttribute("data-naru-frame-of", mark);
        to.appendChild(place);
      } else if (child.firstChild || child.shadowRoot) stack.push([child, copy]);
    }
  }
  const asked = ${JSON.stringify(asked)};
  if (asked !== null && location.href.split("#")[0] !== asked.split("#")[0] && !document.querySelector("base[href]")) {
    const base = quiet.createElement("base");
    base.setAttribute("href", location.href);
    const head = root.querySelector("head") ?? root;
    head.insertBefore(base, head.firstChild);
  }
  const markup = root.outerHTML;
  return typeof markup === "string" && markup.length <= ${maxLength} ? markup : null;
})()`;
}
