import { gunzipSync } from "node:zlib";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { decode } from "./decode.ts";

/** Syllables that CP949 has and KS X 1001 has not. */
const rare = "뷁똠펲햏";
const sentence = `${rare} 같은 글자도 또렷이 읽는다. 나루에 배가 닿았다.`;
const cp949 = (text: string): Buffer => iconv.encode(text, "cp949");

describe("decode", () => {
  it.each([
    ["euc-kr"],
    ["EUC-KR"],
    ["ks_c_5601-1987"],
    ["ksc5601"],
    ["windows-949"],
    ["cp949"],
    ["ms949"],
    ["korean"],
    ["x-windows-949"],
  ])("reads CP949-only syllables under the label %s", (label) => {
    const decoded = decode(cp949(sentence), `text/html; charset="${label}"`);
    expect(decoded).toEqual({ text: sentence, charset: { name: "cp949", source: "http", replaced: 0 } });
  });

  it("finds the label in meta, http-equiv and XML declarations", () => {
    const metas = [
      `<meta charset=euc-kr>${sentence}`,
      `<!-- <meta charset="utf-8"> --><meta http-equiv="Content-Type" content="text/html; charset=ks_c_5601-1987">${sentence}`,
      `<?xml version="1.0" encoding="EUC-KR"?><a>${sentence}</a>`,
      `${" ".repeat(2000)}<meta http-equiv='content-type' content='text/html;charset=euc-kr'>${sentence}`,
    ];
    for (const text of metas) {
      expect(decode(cp949(text), "text/html")).toEqual({
        text,
        charset: { name: "cp949", source: "meta", replaced: 0 },
      });
    }
  });

  it("takes unlabelled bytes for UTF-8 when they are, and for CP949 otherwise", () => {
    expect(decode(Buffer.from(sentence), null).charset).toEqual({ name: "utf-8", source: "utf8", replaced: 0 });
    expect(decode(cp949(sentence), null)).toEqual({
      text: sentence,
      charset: { name: "cp949", source: "cp949", replaced: 0 },
    });
  });

  it("lets the bytes win over a wrong label and says so", () => {
    const page = `<meta charset="utf-8"><p>${sentence}</p>`;
    expect(decode(cp949(page), "text/html; charset=utf-8")).toEqual({
      text: page,
      charset: { name: "cp949", source: "cp949", replaced: 0 },
    });
    expect(decode(Buffer.from(sentence), "text/html; charset=euc-kr")).toEqual({
      text: sentence,
      charset: { name: "utf-8", source: "utf8", replaced: 0 },
    });
    expect(decode(Buffer.from(sentence), "text/html; charset=iso-8859-1").text).toBe(sentence);
    expect(decode(cp949(`<meta charset="euc-kr">${sentence}`), "text/html; charset=iso-8859-1").text).toContain(rare);
  });

  it("does not take a stray byte for a wrong label", () => {
    const broken = Buffer.concat([
      Buffer.from("나루에 배가 닿았다. ".repeat(20)),
      Buffer.from([0x92]),
      Buffer.from(" 끝"),
    ]);
    expect(decode(broken, "text/html; charset=utf-8").charset).toEqual({ name: "utf-8", source: "http", replaced: 1 });
    expect(decode(broken, null).charset).toMatchObject({ name: "utf-8", replaced: 1 });
    const quote = Buffer.concat([Buffer.from("it"), Buffer.from([0x92]), Buffer.from("s a quay")]);
    expect(decode(quote, "text/html; charset=utf-8").text).toBe("it\uFFFDs a quay");
  });

  it("keeps a short CP949 text under its label although it could pass for UTF-8", () => {
    // 0xC2B9 is a syllable of CP949 and a letter of UTF-8.
    const bytes = cp949("승승");
    expect(decode(bytes, "text/html; charset=euc-kr").text).toBe("승승");
  });

  it("reads byte order marks before anything else and drops them", () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(sentence, "utf16le")]);
    expect(decode(utf16, "text/html; charset=euc-kr")).toEqual({
      text: sentence,
      charset: { name: "utf-16le", source: "bom", replaced: 0 },
    });
    const utf8 = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(sentence)]);
    expect(decode(utf8, "text/html; charset=euc-kr")).toEqual({
      text: sentence,
      charset: { name: "utf-8", source: "bom", replaced: 0 },
    });
    expect(decode(Buffer.from([0xfe, 0xff, 0xb0, 0x98]), null).text).toBe("나");
  });

  it("reads other charsets under their labels", () => {
    expect(decode(iconv.encode("波止場に船が着いた", "shift_jis"), "text/html; charset=Shift_JIS").text).toBe(
      "波止場に船が着いた",
    );
    expect(decode(Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x20]), null)).toMatchObject({
      text: "café ",
      charset: { name: "windows-1252" },
    });
    expect(decode(Buffer.from("plain"), "text/html; charset=no-such-thing").text).toBe("plain");
  });

  it("gives well-formed text without NUL whatever comes in", () => {
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from([0]),
      Buffer.from([0xed, 0xa0, 0x80]),
      Buffer.from([0xff]),
      gunzipSync(Buffer.from("H4sIAAAAAAAAAwMAAAAAAAAAAAA=", "base64")),
    ]) {
      const { text } = decode(bytes, null);
      expect(text.isWellFormed()).toBe(true);
      expect(text).not.toContain("\0");
    }
    expect(decode(Buffer.from("나\0루"), null).text).toBe("나루");
    expect(decode(Buffer.from([0x00, 0xd8, 0x41, 0x00]), "text/plain; charset=utf-16le").text.isWellFormed()).toBe(
      true,
    );
  });

  it("reads UTF-16 that only the header names, and does not believe such a header of other bytes", () => {
    const page = `<html><head><title>넓은 글자</title></head><body><p>${sentence}</p></body></html>`;
    const le = Buffer.from(page, "utf16le");
    const be = Buffer.from(le).swap16();
    expect(decode(le, "text/html; charset=utf-16le")).toEqual({
      text: page,
      charset: { name: "utf-16le", source: "http", replaced: 0 },
    });
    expect(decode(be, "text/html; charset=UTF-16BE")).toMatchObject({ text: page, charset: { name: "utf-16be" } });
    expect(decode(le, "text/html; charset=utf-16").text).toBe(page);
    expect(decode(be, "text/html; charset=utf-16").text).toBe(page);
    expect(decode(Buffer.from(page), "text/html; charset=utf-16le").text).toBe(page);
    expect(decode(cp949(page), "text/html; charset=utf-16").text).toBe(page);
  });
});
