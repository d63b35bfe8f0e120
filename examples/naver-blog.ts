import { createNaru } from "naru";

// Keys come from the environment: NAVER_HUB_KEY_ID and NAVER_HUB_KEY, or NAVER_CLIENT_ID and NAVER_CLIENT_SECRET.
const naru = await createNaru();
try {
  const { items, report } = await naru.collect({
    source: "naver-blog",
    query: ["스위스", "독일"],
    maxResults: 4,
    verbose: true,
    out: "output/naver_blog.csv",
  });
  for (const { title, author, sentiment } of items) console.log(`${title} · ${author} · ${sentiment}`);
  console.log(`${items.length} items, ${report.rows.new} of them new`);
} finally {
  await naru.close();
}
