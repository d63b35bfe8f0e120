import { createServer } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { openSite } from "../../../test/sites/small-site.ts";
import { allowList, createOutgoingHttp, isPublicAddress, OutgoingError } from "./index.ts";

const closers: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closers) await close();
});

describe("addresses that are refused", () => {
  it.each(
    "127.0.0.1 127.9.9.9 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 0.1.2.3 224.0.0.1 255.255.255.255 198.18.0.1 ::1 :: fe80::1 fc00::1 fd12::1 ff02::1 ::ffff:127.0.0.1 ::ffff:a00:1 64:ff9b::7f00:1 2002:7f00:1:: 2001:db8::1 fec0::1 ::7f00:1 fe80::1%eth0 64:ff9b:1:a00:0:100:808:808 64:ff9b:2::808:808 64:ff9b:1::1.1.1.1 100::1 5f00::1 4000::1 1::1 2001:0:102:304::1 3fff::1 ::ffff:0:10.0.0.1 ::1.1.1.1".split(
      " ",
    ),
  )("%s", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
  it.each(
    "1.1.1.1 172.32.0.1 100.128.0.1 2606:4700::1111 ::ffff:1.1.1.1 64:ff9b::101:101 2a00:1450::1 2002:101:101::1".split(
      " ",
    ),
  )("not %s", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    "http://127.0.0.1:9/",
    "http://0x7f000001:9/",
    "http://2130706433:9/",
    "http://0177.0.0.1:9/",
    "http://[::1]:9/",
    "http://[::ffff:127.0.0.1]:9/",
    "http://localhost:9/",
    "http://169.254.169.254/latest/meta-data/",
  ])("%s is not asked", async (url) => {
    const http = createOutgoingHttp();
    closers.push(http.close);
    await expect(http.fetch({ url: new URL(url), headers: [] }, allowList([]))).rejects.toMatchObject({
      fault: "address_refused",
    });
  });

  it("asks no port of another service, unless it was named", async () => {
    const http = createOutgoingHttp({
      resolve: (_name, callback) => callback(null, [{ address: "127.0.0.1", family: 4 }]),
      timeoutMs: 1_000,
    });
    closers.push(http.close);
    for (const port of [22, 25, 6667]) {
      const url = new URL(`http://mail.example:${port}/`);
      const message = expect.stringContaining(`Port ${port}`);
      await expect(http.fetch({ url, headers: [] }, allowList([]))).rejects.toMatchObject({
        fault: "address_refused",
        message,
      });
    }
    const named = http.fetch({ url: new URL("http://mail.example:79/"), headers: [] }, allowList(["mail.example:79"]));
    await expect(named).rejects.toMatchObject({ fault: "unreachable" });
  });

  it("refuses a name when any of its addresses is private, and connects only where it looked (no rebinding)", async () => {
    const site = await openSite({ "/": "ours" });
    let asked = 0;
    const http = createOutgoingHttp({
      resolve: (_name, callback) => {
        asked += 1;
        callback(null, [
          { address: "93.184.216.34", family: 4 },
          { address: "127.0.0.1", family: 4 },
        ]);
      },
    });
    closers.push(http.close, site.close);
    const url = new URL(`http://rebind.example:${site.port}/`);
    await expect(http.fetch({ url, headers: [] }, allowList([]))).rejects.toMatchObject({ fault: "address_refused" });
    expect(asked).toBe(1);
    expect(site.log).toHaveLength(0);
    // Allowed by name, the same host is asked, over connections that refused requests never share.
    const open = createOutgoingHttp({
      resolve: (_name, callback) => callback(null, [{ address: "127.0.0.1", family: 4 }]),
    });
    closers.push(open.close);
    const answer = await open.fetch({ url, headers: [] }, allowList([`rebind.example:${site.port}`]));
    expect(answer.body.toString()).toBe("ours");
    await expect(open.fetch({ url, headers: [] }, allowList([]))).rejects.toMatchObject({ fault: "address_refused" });
  });

  it("reads allow entries by host, host and port, and IPv6", () => {
    const list = allowList(["localhost:8080", "10.0.0.1", "[::1]:80", "not a host!"]);
    expect(list.has(new URL("http://localhost:8080/"))).toBe(true);
    expect(list.has(new URL("http://localhost:8081/"))).toBe(false);
    expect(list.has(new URL("https://10.0.0.1:9/"))).toBe(true);
    expect(list.has(new URL("http://[::1]/"))).toBe(true);
  });
});

const beginnings: Readonly<Record<string, string>> = {
  status: "HTTP/1.1 200 ",
  chunk: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;",
  announced: "",
};

describe("answers", () => {
  it("keeps bytes and header lines as they were on the wire", async () => {
    const packed = gzipSync("가나다");
    const site = await openSite({
      "/": (_request, response) => {
        response.writeHead(
          200,
          [
            ["Content-Encoding", "gzip"],
            ["X-Odd-Case", "a"],
            ["Set-Cookie", "a=1"],
            ["Set-Cookie", "b=2"],
          ].flat(),
        );
        response.end(packed);
      },
    });
    const http = createOutgoingHttp();
    closers.push(http.close, site.close);
    const answer = await http.fetch({ url: new URL(site.url("/")), headers: [] }, allowList([site.host]));
    expect(answer.body.equals(packed)).toBe(true);
    expect(answer.headers.filter(([name]) => name === "Set-Cookie")).toHaveLength(2);
    expect(answer.headers[1]?.[0]).toBe("X-Odd-Case");
    expect(answer.ipAddress).toBe("127.0.0.1");
  });

  it.each<[string, string, string]>([
    ["a closed port", "unreachable", "closed"],
    ["a name that does not exist", "name_unknown", "nowhere"],
    ["headers that never come", "timeout", "silent"],
    ["a body that drips", "timeout", "drip"],
    ["something that is not HTTP", "bad_response", "garbage"],
    ["headers without end", "bad_response", "headers"],
    ["a body larger than the limit", "too_large", "endless"],
    ["a status line without end", "too_large", "status"],
    ["an extension of a chunk without end", "too_large", "chunk"],
    ["announcements without end", "bad_response", "announced"],
  ])("names %s: %s", async (_name, fault, kind) => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => {
        if (kind === "drip") {
          socket.write("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
          const timer = setInterval(() => socket.write("x"), 50);
          socket.on("close", () => clearInterval(timer));
        } else if (kind === "garbage") socket.end("SSH-2.0-OpenSSH\r\n");
        else if (kind === "headers") socket.end(`HTTP/1.1 200 OK\r\n${`X-A: ${"y".repeat(1000)}\r\n`.repeat(200)}\r\n`);
        else if (kind !== "closed" && kind !== "silent") {
          socket.write(beginnings[kind] ?? "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
          const piece =
            kind === "announced" ? "HTTP/1.1 103 Early Hints\r\nX-A: b\r\n\r\n".repeat(100) : "a".repeat(65_536);
          const more = () => {
            while (!socket.destroyed && socket.write(piece));
          };
          socket.on("drain", more);
          more();
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    if (kind === "closed") server.close();
    const http = createOutgoingHttp({ timeoutMs: 400, maxBytes: 200_000 });
    closers.push(http.close, async () => {
      server.close();
    });
    const host = kind === "nowhere" ? "nowhere.invalid" : "127.0.0.1";
    const error = await http
      .fetch({ url: new URL(`http://${host}:${port}/`), headers: [] }, allowList([`${host}:${port}`]))
      .catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(OutgoingError);
    expect((error as OutgoingError).fault).toBe(fault);
  });

  it("counts what comes on the wire for each answer by itself", async () => {
    const site = await openSite({ "/": "가".repeat(100_000) });
    const http = createOutgoingHttp({ maxBytes: 400_000, connections: 1 });
    closers.push(http.close, site.close);
    for (let asked = 0; asked < 20; asked += 1) {
      const { body } = await http.fetch({ url: new URL(site.url("/")), headers: [] }, allowList([site.host]));
      expect(body.length).toBe(300_000);
    }
  });

  it("stops a 10 GB body by its declared length before reading it", async () => {
    const site = await openSite({
      "/": (_request, response) => {
        response.writeHead(200, { "content-length": String(10 * 2 ** 30) });
        response.write("x");
      },
    });
    const http = createOutgoingHttp({ maxBytes: 1000 });
    closers.push(http.close, site.close);
    await expect(
      http.fetch({ url: new URL(site.url("/")), headers: [] }, allowList([site.host])),
    ).rejects.toMatchObject({
      fault: "too_large",
      status: 200,
    });
  });
});
