import type { CollectionReport, CollectionRows, LogPage } from "../contracts/index.ts";

const at = "2026-03-01T09:00:00.000Z";

export const exampleRows: CollectionRows = {
  items: [
    {
      id: 7,
      url: "https://blog.example.com/posts/7",
      kind: "page",
      state: "new",
      title: "나루터의 아침",
      author: "강지기",
      siteName: "강가 이야기",
      publishedAt: at,
      collectedAt: at,
      language: "ko",
      grade: 5,
      sentiment: "positive",
      positive: 0.93,
      keywords: ["나루", "강바람"],
      text: "나루에 배가 닿았다. 강바람이 무척 상쾌했다.",
      parentUrl: null,
      deletedAt: null,
      fields: {},
    },
  ],
  nextCursor: "cjAuMTIuMC4xMi4wLjEyLjNp",
  more: false,
  fields: [],
};

const host = {
  host: "blog.example.com",
  pages: 110,
  requests: 128,
  answers: 127,
  failures: 2,
  bytes: 1_482_240,
  medianMs: 91,
  slowestMs: 1_840,
};

export const exampleReport: CollectionReport = {
  id: 1,
  reasons: [
    {
      reason: "not_found",
      count: 2,
      example: { url: "https://blog.example.com/old", detail: "The server answered 404." },
    },
  ],
  hostCount: 1,
  hosts: [host],
  slowestHosts: [host],
  rows: { new: 108, changed: 2, known: 0, deleted: 0 },
  notes: [],
  log: "logs/collections/1.jsonl",
};

export const exampleLog: LogPage = {
  items: [
    { at, event: "start", collector: "main", source: "web" },
    {
      at,
      event: "failure",
      collector: "main",
      reason: "not_found",
      url: "https://blog.example.com/old",
      httpStatus: 404,
      detail: "404 Not Found",
    },
  ],
  nextCursor: "786433.214",
  more: false,
};
