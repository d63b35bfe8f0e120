import { createNaru } from "naru";

const address = process.argv[2] ?? "https://example.com/";
const naru = await createNaru({ data: process.argv[3] ?? "./data" });
try {
  const { items, report } = await naru.collect({
    urls: [address],
    depth: 2,
    maxPages: 50,
    // A private address, such as a machine of one's own, is only visited when it is named.
    allowAddresses: [new URL(address).host],
  });
  for (const { url, title, text } of items) console.log(`${url}\n  ${title}: ${text.slice(0, 60)}`);
  for (const { reason, count } of report.reasons) console.log(`${count} × ${reason}`);
} finally {
  await naru.close();
}
