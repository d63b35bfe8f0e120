import type { Exchange, ExchangeResponse, HeaderPairs } from "../../src/archive/exchange.ts";

/** An exchange with sensible defaults; a test says only what it is about. */
export function buildExchange(
  parts: Partial<Omit<Exchange, "response">> & { response?: Partial<ExchangeResponse> } = {},
): Exchange {
  const body = parts.response?.body ?? Buffer.from("<!doctype html><p>나루에 배가 닿았다.</p>");
  const headers: HeaderPairs = [
    ["Content-Type", "text/html; charset=utf-8"],
    ["Content-Length", String(body.length)],
  ];
  return {
    url: "http://blog.example.com/posts/1?page=2",
    capturedAt: new Date("2026-03-01T09:00:00.123Z"),
    ipAddress: "192.0.2.7",
    request: {
      method: "GET",
      headers: [
        ["Host", "blog.example.com"],
        ["User-Agent", "naru/0.1"],
      ],
    },
    revisit: null,
    metadata: { "robots-allowed": "true" },
    ...parts,
    response: { status: 200, statusText: "OK", headers, truncated: null, ...parts.response, body },
  };
}
