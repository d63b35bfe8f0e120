import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { connectToServer } from "./server-backend.ts";

it("reads a server's events with every kind of line end in their texts", async () => {
  const message = "첫 줄\u2028둘째\u2029셋째\n넷째";
  const server = createServer((_, response) => {
    response.setHeader("content-type", "application/x-ndjson");
    response.write(`${JSON.stringify({ event: "progress", message, done: 1, total: null })}\n`);
    response.end(`${JSON.stringify({ event: "result", result: { failures: [{ detail: message }] } })}\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const backend = connectToServer(`http://127.0.0.1:${port}`, "token");
    const told: string[] = [];
    const report = await backend.import(
      { paths: ["a.csv"], set: {} },
      (progress) => told.push(progress.message),
      new AbortController().signal,
    );
    expect(told).toEqual([message]);
    expect(report).toEqual({ failures: [{ detail: message }] });
  } finally {
    server.close();
  }
});
