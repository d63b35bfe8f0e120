/** Hosts that a person named: they may be visited though their address is private. */
export interface AllowList {
  has(url: URL): boolean;
}

const defaultPorts: Record<string, string> = { "http:": "80", "https:": "443" };

/**
 * Reads entries `host`, `host:port` or `[v6]:port`; without a port every port of that host is meant. Entries that cannot be
 * read allow nothing.
 */
export function allowList(entries: readonly string[]): AllowList {
  const known = new Set(entries.map(normalise).filter((entry) => entry !== null));
  return {
    has: (url) => {
      if (known.size === 0) return false;
      const port = url.port === "" ? defaultPorts[url.protocol] : url.port;
      return known.has(url.hostname) || known.has(`${url.hostname}:${port}`);
    },
  };
}

function normalise(entry: string): string | null {
  const text = entry.trim();
  const bracketless = text.includes(":") && text.indexOf(":") !== text.lastIndexOf(":") && !text.startsWith("[");
  // The `any` scheme keeps port 80, which `http` would drop; the host is read by http's rules first.
  const url = URL.parse(`http://${bracketless ? `[${text}]` : text}/`);
  if (url === null || url.pathname !== "/" || url.username !== "") return null;
  const port = /:(\d{1,5})$/.exec(bracketless ? "" : text)?.[1];
  return port === undefined ? url.hostname : `${url.hostname}:${Number(port)}`;
}
