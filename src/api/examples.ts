import type { z } from "zod";
import type {
  Alert,
  Capture,
  Collection,
  CollectionRequestInput,
  Collector,
  collectionFailure,
  DocumentDetail,
  DocumentSummary,
  documentFacets,
  keywordList,
  Overview,
  prediction,
  registeredModel,
  run,
  runDetail,
  source,
  Trends,
} from "../contracts/index.ts";

// One small made-up house, shown beside each route in the OpenAPI document.

const at = "2026-03-01T09:00:00.000Z";

export const exampleOverview: Overview = {
  documents: 148,
  captures: 171,
  hosts: 4,
  archiveBytes: 912_345,
  firstDatedAt: "2025-11-02T01:00:00.000Z",
  lastDatedAt: at,
  lastCollectedAt: at,
  byGrade: { "4": 3, "5": 145 },
  waiting: { refine: 0, understand: 3 },
  runningCollections: 1,
  demo: true,
  version: "0.1.0",
};

export const exampleAlert: Alert = {
  id: 1,
  kind: "schema_changed",
  source: "naver-blog",
  collection: 1,
  message: "Naver blog: Nothing came, where 100 items came the last time.",
  createdAt: at,
  seenAt: null,
};

export const exampleSource: z.output<typeof source> = {
  id: "web",
  name: { ko: "웹 페이지", en: "Web pages" },
  description: { ko: "주소에서 시작해 링크를 따라갑니다.", en: "Begins at an address and follows links." },
  way: "pages",
  permission: { ko: "robots.txt를 따릅니다.", en: "Follows robots.txt." },
  asks: "urls",
  ready: true,
  credentials: [],
  credentialSets: [],
  options: [],
  quotas: [],
  limits: { dailyRequests: null, quietHours: null, delayMs: null, bodies: false },
  lastResult: { collection: 1, status: "done", errorCode: null, errorMessage: null, documents: 148 },
  collections: 1,
  documents: 148,
  lastCollectedAt: at,
};

export const exampleCollector: Collector = {
  name: "river-1",
  hostName: "river",
  pid: 4711,
  version: "0.1.0",
  state: "running",
  wanted: "run",
  hosts: 12,
  pages: 3_400,
  startedAt: at,
  heartbeatAt: at,
};

export const exampleRequest: CollectionRequestInput = {
  urls: ["https://blog.example.com/"],
  depth: 3,
  maxPages: 500,
  scope: "host",
};

export const exampleCollection: Collection = {
  id: 1,
  source: "web",
  request: {
    urls: ["https://blog.example.com/"],
    source: "web",
    depth: 3,
    maxPages: 500,
    scope: "host",
    sitemaps: true,
    query: [],
    set: {},
    only: "all",
    render: "auto",
    allowAddresses: [],
  },
  status: "running",
  errorCode: null,
  errorMessage: null,
  createdAt: at,
  startedAt: at,
  finishedAt: null,
  progress: {
    queued: 40,
    inFlight: 4,
    done: 120,
    failed: 2,
    skipped: 7,
    pages: 118,
    captures: 121,
    documents: 110,
    items: 0,
    waitingUntil: null,
    waitingForReading: null,
    bytes: 1_482_240,
    pagesPerSecond: 3.2,
    byReason: { not_found: 2, robots_denied: 7 },
  },
  notes: [],
};

export const exampleFailure: z.output<typeof collectionFailure> = {
  url: "https://blog.example.com/old",
  reason: "not_found",
  detail: "The server answered 404.",
  httpStatus: 404,
  at,
};

export const exampleCapture: Capture = {
  id: 21,
  collectionId: 1,
  source: "web",
  url: "https://blog.example.com/posts/7",
  capturedAt: at,
  status: 200,
  mime: "text/html",
  digest: "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
  payloadLength: 12_288,
  recordType: "response",
  refersTo: null,
  warcFile: "naru-20260301-000000.warc.gz",
  warcOffset: 48_112,
  warcLength: 5_120,
  robots: { allowed: true, rule: "Allow: /", agent: "*", because: "rule" },
  redirectTo: null,
  truncated: null,
};

export const exampleSummary: DocumentSummary = {
  id: 7,
  url: "https://blog.example.com/posts/7",
  host: "blog.example.com",
  source: "web",
  title: "나루터의 아침",
  snippet: "나루에 배가 닿았다. 강바람이 무척 상쾌했다.",
  matches: [{ start: 0, end: 2 }],
  author: "강지기",
  datedAt: at,
  language: "ko",
  grade: 5,
  medal: "silver",
  sentiment: "positive",
  positive: 0.93,
};

const { snippet, matches: _matches, ...shared } = exampleSummary;

export const exampleDetail: DocumentDetail = {
  ...shared,
  text: snippet,
  kind: "page",
  fields: {},
  parentUrl: null,
  deletedAt: null,
  siteName: "강가 이야기",
  publishedAt: at,
  modifiedAt: null,
  collectedAt: at,
  canonicalUrl: "https://blog.example.com/posts/7",
  images: [{ url: "https://blog.example.com/ferry.jpg", alt: "나룻배" }],
  failedRule: null,
  failedDetail: null,
  masked: { phone: 1 },
  hashtags: ["나루"],
  noAi: false,
  tokenCount: 12,
  keywords: [{ term: "나루", weight: 1.8, count: 1 }],
  sentences: [
    { start: 0, end: 11, label: "neutral", positive: 0.52 },
    { start: 12, end: 25, label: "positive", positive: 0.97 },
  ],
  lineage: {
    capture: exampleCapture,
    parserVersion: "1",
    refinerVersion: "1",
    analyzerVersion: "1",
    sentimentModel: "sentiment-ko@1",
    charset: "utf-8",
    charsetSource: "http",
    versions: [],
  },
};

export const exampleFacets: z.output<typeof documentFacets> = {
  total: 148,
  host: [
    { value: "blog.example.com", count: 110 },
    { value: "shop.example.com", count: 38 },
  ],
  source: [{ value: "web", count: 148 }],
  language: [{ value: "ko", count: 148 }],
  sentiment: [
    { value: "positive", count: 91 },
    { value: "negative", count: 57 },
  ],
  grade: [{ value: "5", count: 148 }],
};

export const exampleTrends: Trends = {
  interval: "day",
  points: [{ date: "2026-03-01", documents: 3, positive: 2, negative: 1, neutral: 0, partial: true }],
  total: 3,
};

export const exampleKeywords: z.output<typeof keywordList> = {
  total: 148,
  counted: 148,
  items: [{ term: "나루", documents: 31, count: 54, positiveShare: 0.71 }],
};

export const examplePrediction: z.output<typeof prediction> = {
  prediction: "positive",
  confidence: 0.95,
  model: "sentiment-ko@1",
};

export const exampleModel: z.output<typeof registeredModel> = {
  name: "sentiment-ko",
  task: "sentiment",
  description: "Positive or negative, Korean reviews",
  versions: [
    {
      version: 1,
      aliases: ["champion"],
      runId: null,
      source: "shipped:sentiment-ko",
      engine: "linear",
      metrics: { accuracy: 0.88 },
      createdAt: at,
    },
  ],
};

export const exampleRun: z.output<typeof run> = {
  id: "run-1",
  experiment: "sentiment-ko",
  name: "linear",
  status: "finished",
  trainer: "linear",
  dataset: "nsmc",
  datasetVersion: "sha256:0f1e",
  startedAt: at,
  finishedAt: "2026-03-01T09:00:48.000Z",
  params: { seed: "42" },
  metrics: { accuracy: 0.88 },
};

export const exampleRunDetail: z.output<typeof runDetail> = {
  ...exampleRun,
  environment: { node: "24.0.0" },
  history: [{ key: "loss", step: 1, value: 0.41, at }],
  artifacts: [{ path: "confusion.json", bytes: 120, digest: "sha256:9a" }],
};
