/** Names of parameters that are a source's own notes: counters of pages and of things seen, kept in the address and never sent. */
const ours = /^naru\./;

/** The address as it is sent: without the source's own notes. `add` puts parameters in, keys among them. */
export function wireUrl(url: URL, add: Readonly<Record<string, string>> = {}): string {
  const wire = new URL(url);
  for (const name of [...wire.searchParams.keys()]) if (ours.test(name)) wire.searchParams.delete(name);
  for (const [name, value] of Object.entries(add)) wire.searchParams.set(name, value);
  return wire.href;
}

/** The same address with some parameters changed; null takes one away. */
export function withParams(url: URL, changes: Readonly<Record<string, string | number | null>>): string {
  const changed = new URL(url);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) changed.searchParams.delete(name);
    else changed.searchParams.set(name, String(value));
  }
  return changed.href;
}

/** An address from a base and parameters; those that are null or undefined are left out. */
export function addressOf(base: string, params: Readonly<Record<string, string | number | null | undefined>>): string {
  const url = new URL(base);
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== undefined) url.searchParams.set(name, String(value));
  }
  return url.href;
}

/** A whole number among the parameters, or `otherwise`. */
export function numberParam(url: URL, name: string, otherwise: number): number {
  const value = url.searchParams.get(name);
  return value !== null && /^\d{1,12}$/.test(value) ? Number(value) : otherwise;
}
