import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** The one accent: the green-blue of a river. Shade 8 on paper and 3 on dark ground both pass 4.5:1. */
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

export const theme = createTheme({
  primaryColor: "river",
  primaryShade: { light: 8, dark: 3 },
  autoContrast: true,
  colors: { river },
  fontFamily: '"Pretendard Variable", Pretendard, -apple-system, "Apple SD Gothic Neo", "Noto Sans KR", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Noto Sans Mono CJK KR", monospace',
  defaultRadius: 4,
  cursorType: "pointer",
  respectReducedMotion: true,
  fontSizes: { xs: "0.8125rem", sm: "0.875rem", md: "0.9375rem", lg: "1.0625rem", xl: "1.25rem" },
  lineHeights: { xs: "1.5", sm: "1.55", md: "1.65", lg: "1.65", xl: "1.5" },
});
