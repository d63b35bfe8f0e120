import { BarChart } from "echarts/charts";
import { AriaComponent, GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

// Only what the charts of these screens draw; the whole library would be three times as heavy.
use([BarChart, GridComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

export { init };
