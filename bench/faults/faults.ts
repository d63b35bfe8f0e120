import { cutConnection } from "./cut-connection.ts";
import type { Fault } from "./fault.ts";
import { immediateStop } from "./immediate-stop.ts";
import { killedCollector } from "./killed-collector.ts";
import { pageLimit } from "./page-limit.ts";
import { sleepingCollector } from "./sleeping-collector.ts";

/** All faults, in the order of the table. A new one is a file beside this and a line here. */
export const faults: readonly Fault[] = [
  cutConnection,
  immediateStop,
  killedCollector("embedded"),
  killedCollector("server"),
  pageLimit,
  sleepingCollector,
];
