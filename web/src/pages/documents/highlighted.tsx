interface Match {
  start: number;
  end: number;
}

/** Text with its matches marked; offsets are UTF-16 and may not overlap. */
export function Highlighted({ text, matches }: { text: string; matches: readonly Match[] }) {
  const parts: React.ReactNode[] = [];
  let at = 0;
  for (const { start, end } of [...matches].sort((one, other) => one.start - other.start)) {
    if (start < at || end > text.length) continue;
    if (start > at) parts.push(text.slice(at, start));
    parts.push(<mark key={start}>{text.slice(start, end)}</mark>);
    at = end;
  }
  parts.push(text.slice(at));
  return parts;
}
