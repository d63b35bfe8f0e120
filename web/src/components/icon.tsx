const paths = {
  overview: "M2.5 13.5h11M4 11V7.5M8 11V3M12 11V5.5",
  collect: "M8 2v7.5M5 6.8 8 9.8l3-3M2.5 10.5v3h11v-3",
  documents: "M4 1.8h5.2L12.5 5v9.2H4zM9 2v3.2h3.2M6 8h4.5M6 10.8h4.5",
  predict: "M2.5 3h11v7.5H8L5 13.5v-3H2.5zM5.3 6.8h.01M8 6.8h.01M10.7 6.8h.01",
  book: "M3 2.5h8.5a1.5 1.5 0 0 1 1.5 1.5v9.5H4.5A1.5 1.5 0 0 1 3 12zM3 12a1.5 1.5 0 0 1 1.5-1.5H13M6 5.5h4",
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.4 10.4l3.4 3.4",
  sun: "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1.2v1.6M8 13.2v1.6M1.2 8h1.6M13.2 8h1.6M3.2 3.2l1.1 1.1M11.7 11.7l1.1 1.1M3.2 12.8l1.1-1.1M11.7 4.3l1.1-1.1",
  moon: "M13.4 9.6A5.8 5.8 0 0 1 6.4 2.6a5.8 5.8 0 1 0 7 7z",
  auto: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M8 2v12M8 4.5h3.4M8 7h4.8M8 9.5h4.6M8 12h3",
  table: "M2 3h12v10H2zM2 6.4h12M2 9.7h12M6.5 3v10",
  download: "M8 2v8M5 7.3 8 10.3l3-3M2.5 13.5h11",
  image: "M2 3h12v10H2zM2.5 11.5 6 8l2.5 2.5L10.5 8.5l3 3M10.8 5.6h.01",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  pause: "M5.5 3v10M10.5 3v10",
  play: "M5 3l8 5-8 5z",
  stop: "M4 4h8v8H4z",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  check: "M3 8.5 6.5 12 13 4.5",
  right: "M6 3l5 5-5 5",
  left: "M10 3 5 8l5 5",
  down: "M3 6l5 5 5-5",
  external: "M9.5 2.5h4v4M13.5 2.5 7.5 8.5M11.5 9.5v4h-9v-9h4",
  warning: "M8 2 14.5 13.5h-13zM8 6.5v3.2M8 11.6h.01",
  info: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M8 7.3v3.6M8 5.1h.01",
  list: "M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01",
  clock: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M8 4.8V8l2.3 1.6",
  filter: "M2 3.5h12M4.5 8h7M6.5 12.5h3",
} as const;

export type IconName = keyof typeof paths;

/** A line drawing beside words; it says nothing on its own, so screen readers skip it. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      style={{ flex: "none" }}
    >
      <path d={paths[name]} />
    </svg>
  );
}
