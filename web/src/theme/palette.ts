import { useComputedColorScheme } from "@mantine/core";

/** Colours of canvases, which cannot read style sheets. Kept equal to the variables in `global.css`. */
export interface Palette {
  paper: string;
  ink: string;
  muted: string;
  line: string;
  accent: string;
  positive: string;
  negative: string;
  neutral: string;
}

const light: Palette = {
  paper: "#ffffff",
  ink: "#1b1f23",
  muted: "#565d64",
  line: "#e2e3df",
  accent: "#0b5f6b",
  positive: "#2166ac",
  negative: "#a84a16",
  neutral: "#9aa1a7",
};

const dark: Palette = {
  paper: "#1a1e22",
  ink: "#e9ebed",
  muted: "#a7afb6",
  line: "#31383f",
  accent: "#6fc3cf",
  positive: "#6fb1e8",
  negative: "#f0955f",
  neutral: "#79828a",
};

/** The palette of the colour scheme in force. */
export function usePalette(): Palette {
  return useComputedColorScheme("light") === "dark" ? dark : light;
}
