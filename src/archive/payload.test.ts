import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decodePayload } from "./payload.ts";

const text = Buffer.from(Array.from({ length: 500 }, (_, day) => `나루터에 배가 ${day * day}번째로 닿았다. `).join(""));

describe("decodePayload", () => {
  it("undoes each coding, and several in reverse order", () => {
    const cases: [string | null, Uint8Array][] = [
      [null, text],
      ["", text],
      ["identity", text],
      ["gzip", gzipSync(text)],
      ["X-GZIP", gzipSync(text)],
      ["deflate", deflateSync(text)],
      ["deflate", deflateRawSync(text)],
      ["br", brotliCompressSync(text)],
      ["zstd", zstdCompressSync(text)],
      ["br, gzip", gzipSync(brotliCompressSync(text))],
    ];
    for (const [coding, body] of cases)
      expect(Buffer.from(decodePayload(body, coding)).equals(text), `${coding}`).toBe(true);
  });

  it("takes a plain body with a gzip label as it is", () => {
    expect(decodePayload(text, "gzip")).toBe(text);
  });

  it("stops at bombs by ratio and by size", () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    expect(() => decodePayload(bomb, "gzip")).toThrow(expect.objectContaining({ code: "payload_bomb" }));
    expect(() => decodePayload(brotliCompressSync(Buffer.alloc(20_000_000)), "br")).toThrow(
      expect.objectContaining({ code: "payload_bomb" }),
    );
    expect(() => decodePayload(gzipSync(text), "gzip", { maxBytes: 1000 })).toThrow(
      expect.objectContaining({ code: "payload_bomb" }),
    );
  });

  it("gives what there is of a cut body only when asked", () => {
    for (const [coding, body] of [
      ["gzip", gzipSync(text, { level: 0 })],
      ["br", brotliCompressSync(text)],
    ] as const) {
      const cut = body.subarray(0, body.length - 20);
      expect(() => decodePayload(cut, coding)).toThrow(expect.objectContaining({ code: "payload_bad_encoding" }));
      expect(Buffer.from(decodePayload(cut, coding, { partial: true })).toString()).toMatch(/^나루터에/);
    }
  });

  it("refuses unknown and endless lists of codings", () => {
    expect(() => decodePayload(gzipSync(text), "sdch")).toThrow(
      expect.objectContaining({ code: "payload_bad_encoding" }),
    );
    expect(() => decodePayload(text, "gzip,gzip,gzip,gzip")).toThrow(
      expect.objectContaining({ code: "payload_bad_encoding" }),
    );
  });

  it("takes plain text as it is whatever coding it claims", () => {
    const html = Buffer.from("<!doctype html><title>나루</title><p>배가 닿았다.</p>");
    for (const coding of ["gzip", "utf-8", "none", "br", "deflate", "zstd", "UTF-8, gzip"])
      expect(Buffer.from(decodePayload(html, coding)).toString(), coding).toBe(html.toString());
    expect(() => decodePayload(brotliCompressSync(text), "sdch")).toThrow();
    expect(() => decodePayload(brotliCompressSync(text), "zstd")).toThrow();
  });

  it("needs no checksum and length behind gzip's data", () => {
    const whole = gzipSync(text);
    const wrong = Buffer.from(whole);
    wrong.fill(7, wrong.length - 8);
    for (const body of [whole.subarray(0, -8), whole.subarray(0, -3), wrong])
      expect(Buffer.from(decodePayload(body, "gzip")).equals(text)).toBe(true);
    expect(() => decodePayload(whole.subarray(0, -40), "gzip")).toThrow(
      expect.objectContaining({ code: "payload_bad_encoding" }),
    );
    const bomb = gzipSync(Buffer.alloc(50_000_000)).subarray(0, -8);
    expect(() => decodePayload(bomb, "gzip")).toThrow(expect.objectContaining({ code: "payload_bomb" }));
  });
});
