import { WarcLane } from "../../src/archive/warc-lane.ts";
import { buildExchange } from "../builders/exchange.ts";

// Usage: write-warc.ts FOLDER. Writes batches until it is killed or the disk is full; tells each on its own line.
const folder = process.argv[2] ?? ".";
const lane = new WarcLane({ folder, writerId: "child", now: Date.now, info: { software: "naru test" } });
for (let batch = 0; batch < 2000; batch += 1) {
  const exchanges = Array.from({ length: 5 }, (_, index) =>
    buildExchange({ response: { body: Buffer.from(`묶음 ${batch} 쪽 ${index} ${Math.random()} `.repeat(40)) } }),
  );
  try {
    const { extents } = await lane.write(exchanges);
    process.stdout.write(`${JSON.stringify(extents[0])}\n`);
  } catch (error) {
    const { code } = error as { code?: string };
    process.stdout.write(`${JSON.stringify({ code, extents: lane.extents() })}\n`);
    break;
  }
}
