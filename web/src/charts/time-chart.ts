import type { Interval } from "@contracts/common.ts";
import type { TrendPoint } from "../api/types.ts";
import type { ChartRow } from "./chart-table.ts";

export interface TimeChartProps {
  points: readonly TrendPoint[];
  interval: Interval;
  /** Period and filters in words. */
  about: string;
  linkOf: (point: TrendPoint) => NonNullable<ChartRow["link"]>;
  onPick: (point: TrendPoint) => void;
}
