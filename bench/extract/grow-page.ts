/** Bytes of a page by which extraction is measured: about the median weight of a news page's HTML. */
export const targetBytes = 170 * 1024;

/**
 * Grows a page to about 170 KB the way real ones are heavy: a third of scripts and styles, a third of chrome (menus, lists of links), a third
 * of the text itself, repeated. Same input, same output.
 */
export function growPage(html: string, text: string): string {
  const third = targetBytes / 3;
  const script = fill((i) => `window.__d${i}={"id":${i},"k":"v${i}","list":[1,2,3,{"a":"b"}]};`, third);
  const chrome = fill(
    (i) =>
      `<li class="menu__item menu__item--${i % 7}"><a class="menu__link" href="/section/${i % 40}/item-${i}?ref=nav"><span>항목 ${i} item</span></a></li>`,
    third,
  );
  const paragraphs = text.split("\n").filter((line) => line.length > 40);
  const body = fill(
    (i) =>
      `<p class="para">${escaped(paragraphs[i % Math.max(paragraphs.length, 1)] ?? "나루에 배가 닿았다.")} <em>${i}</em></p>`,
    third,
  );
  const grown = `<nav class="mega"><ul>${chrome}</ul></nav><div class="longread"><article>${body}</article></div><script>${script}</script>`;
  const end = html.search(/<\/body>/i);
  return end < 0 ? html + grown : html.slice(0, end) + grown + html.slice(end);
}

function fill(piece: (i: number) => string, bytes: number): string {
  let out = "";
  let size = 0;
  for (let i = 0; size < bytes; i++) {
    const next = piece(i);
    out += next;
    size += Buffer.byteLength(next);
  }
  return out;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
