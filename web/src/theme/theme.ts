import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** The one accent: the green-blue of a river. White text passes 4.5:1 on shades 6 and darker; words on dark ground use 3. */
const river: MantineColorsTuple = [
  "#e8f5f7",
  "#d3e8eb",
  "#a6d2d8",
  "#6fc3cf",
  "#4dadbb",
  "#2a92a2",
  "#157e8d",
  "#0d6e7c",
  "#0b5f6b",
  "#074c56",
];

/** Mantine paints the surfaces of its dark scheme with these: the greys of `global.css`, a little blue. */
const dark: MantineColorsTuple = [
  "#e9ebed",
  "#c9ced3",
  "#a7afb6",
  "#79828a",
  "#4a535b",
  "#31383f",
  "#1f2429",
  "#1a1e22",
  "#14171a",
  "#0f1214",
];

export const theme = createTheme({
  primaryColor: "river",
  primaryShade: { light: 8, dark: 6 },
  colors: { river, dark },
  fontFamily: '"Pretendard Variable", Pretendard, -apple-system, "Apple SD Gothic Neo", "Noto Sans KR", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Noto Sans Mono CJK KR", monospace',
  defaultRadius: 4,
  cursorType: "pointer",
  respectReducedMotion: true,
  fontSizes: { xs: "0.8125rem", sm: "0.875rem", md: "0.9375rem", lg: "1.0625rem", xl: "1.25rem" },
  lineHeights: { xs: "1.5", sm: "1.55", md: "1.65", lg: "1.65", xl: "1.5" },
});
