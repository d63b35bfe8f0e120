import { BlockList, isIP, isIPv4, isIPv6 } from "node:net";

/**
 * Addresses that no page may lead us to: our own machine, private networks, metadata services of clouds, and ranges that
 * are no single host at all. After the IANA special-purpose address registries for IPv4 and IPv6.
 */
const refused = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const) {
  refused.addSubnet(net, bits, "ipv4");
}
for (const [net, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["3fff::", 20],
] as const) {
  refused.addSubnet(net, bits, "ipv6");
}

/** What has been given out for single hosts; all else is local, reserved or not in use. */
const global = new BlockList();
global.addSubnet("2000::", 3, "ipv6");

/** True for an IP address in the public internet. IPv4 inside IPv6 (mapped, NAT64, 6to4) is judged by the inner address. */
export function isPublicAddress(address: string): boolean {
  const bare = address.split("%", 1)[0] ?? "";
  if (isIPv4(bare)) return !refused.check(bare, "ipv4");
  if (!isIPv6(bare)) return false;
  const groups = ipv6Groups(bare);
  const inner = embeddedIPv4(groups);
  if (inner !== null) return !refused.check(inner, "ipv4");
  return global.check(bare, "ipv6") && !refused.check(bare, "ipv6");
}

/** The IP address that a URL's host is, without brackets; null when it is a name. WHATWG parsing has undone octal and hex forms already. */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.startsWith("[") && hostname.endsWith("]") ? hostname.slice(1, -1) : hostname;
  return isIP(bare) === 0 ? null : bare;
}

function ipv6Groups(address: string): number[] {
  let text = address.toLowerCase();
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  if (dotted !== null) {
    const [, head, a, b, c, d] = dotted.map((part, index) => (index < 2 ? part : Number(part))) as [
      string,
      string,
      number,
      number,
      number,
      number,
    ];
    text = `${head}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  }
  const [left = "", right] = text.split("::");
  const before = left === "" ? [] : left.split(":");
  const after = right === undefined || right === "" ? [] : right.split(":");
  const gap = right === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...new Array<string>(Math.max(0, gap)).fill("0"), ...after].map((group) =>
    Number.parseInt(group, 16),
  );
}

function embeddedIPv4(groups: readonly number[]): string | null {
  const at = (index: number) => groups[index] ?? 0;
  const dotted = (high: number, low: number) => `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
  const zeros = (to: number) => groups.slice(0, to).every((group) => group === 0);
  // ::ffff:a.b.c.d mapped and ::ffff:0:a.b.c.d translated (RFC 4291, RFC 2765).
  if (zeros(5) && at(5) === 0xffff) return dotted(at(6), at(7));
  if (zeros(4) && at(4) === 0xffff && at(5) === 0) return dotted(at(6), at(7));
  // 64:ff9b::/96 NAT64 (RFC 6052). 64:ff9b:1::/48 is for local use (RFC 8215), and where the inner address stands in it nobody tells.
  const nat64 = at(0) === 0x64 && at(1) === 0xff9b && groups.slice(2, 6).every((group) => group === 0);
  if (nat64) return dotted(at(6), at(7));
  // 2002::/16 6to4 (RFC 3056).
  if (at(0) === 0x2002) return dotted(at(1), at(2));
  return null;
}
