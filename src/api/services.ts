import type { z } from "zod";
import type {
  Alert,
  alertList,
  alertListQuery,
  Capture,
  CheckReport,
  CheckRequest,
  Collection,
  CollectionReport,
  CollectionRequestInput,
  CollectionRows,
  Collector,
  captureList,
  captureListQuery,
  collectionFailures,
  collectionFailuresQuery,
  collectionList,
  collectionListQuery,
  collectionRowsQuery,
  collectorList,
  DocumentDetail,
  DocumentFilter,
  documentFacets,
  documentList,
  documentListQuery,
  ImportReport,
  ImportRequest,
  keywordList,
  keywordQuery,
  LogPage,
  logQuery,
  modelList,
  NewSession,
  OperationProgress,
  Overview,
  PredictRequest,
  predictResponse,
  RefineReport,
  RefineRequest,
  runDetail,
  runList,
  runListQuery,
  Session,
  SourceLimitsChange,
  SourceView,
  sessionList,
  sourceList,
  TrainReport,
  TrainRequest,
  Trends,
  trendQuery,
} from "../contracts/index.ts";

type Out<T extends z.ZodType> = z.output<T>;

/** Bytes of a capture as a person downloads them. */
export interface RawCapture {
  /** Body with content codings undone. */
  body: Uint8Array;
  /** Content-Type as the site sent it; anything at all. */
  contentType: string | null;
}

/** An archived page made safe to look at: no scripts, no network. */
export interface ReplayPage {
  /** A whole HTML document. */
  html: string;
  /** Sent with it as they are. The content-security-policy has to hold `sandbox`; the API serves it under no other. */
  headers: Readonly<Record<string, string>>;
}

/** What a monitor reads at `/metrics` beside the process's own figures; gauge → label → value. */
export interface Levels {
  frontier: Readonly<Record<string, number>>;
  documents: Readonly<Record<string, number>>;
  /** Documents that wait to be read, by stage. */
  waiting: Readonly<Record<string, number>>;
  /** 1 while collecting waits until what was collected has been read. */
  held: number;
  /** Of the disk that holds the data folder. */
  diskFreeBytes: number;
  /** 1 while collecting, importing and reading wait for room on it. */
  diskFull: number;
}

/**
 * All that the API calls. Features come in through these; `app.ts` gives the real ones. Methods throw a `NaruError` whose
 * status and code become the answer.
 */
export interface ApiServices {
  overview(): Promise<Omit<Overview, "version">>;
  alerts: {
    list(query: Out<typeof alertListQuery>): Promise<Out<typeof alertList>>;
    see(id: number): Promise<Alert>;
  };
  sources: {
    list(): Promise<Out<typeof sourceList>>;
    setLimits(id: string, change: SourceLimitsChange): Promise<SourceView>;
  };
  /** Sessions of a person's own accounts; nothing gives out what is in them. */
  sessions: {
    list(): Promise<Out<typeof sessionList>>;
    add(session: NewSession): Promise<Session>;
    remove(name: string): Promise<Out<typeof sessionList>>;
  };
  collections: {
    start(request: CollectionRequestInput): Promise<Collection>;
    list(query: Out<typeof collectionListQuery>): Promise<Out<typeof collectionList>>;
    load(id: number): Promise<Collection>;
    pause(id: number): Promise<Collection>;
    resume(id: number): Promise<Collection>;
    stop(id: number): Promise<Collection>;
    listFailures(id: number, query: Out<typeof collectionFailuresQuery>): Promise<Out<typeof collectionFailures>>;
    listRows(id: number, query: Out<typeof collectionRowsQuery>): Promise<CollectionRows>;
    report(id: number): Promise<CollectionReport>;
    listLog(id: number, query: Out<typeof logQuery>): Promise<LogPage>;
  };
  collectors: {
    list(): Promise<Out<typeof collectorList>>;
    drain(name: string): Promise<Collector>;
    stop(name: string): Promise<Collector>;
  };
  captures: {
    list(query: Out<typeof captureListQuery>): Promise<Out<typeof captureList>>;
    load(id: number): Promise<Capture>;
    readRaw(id: number): Promise<RawCapture>;
    replay(id: number): Promise<ReplayPage>;
  };
  documents: {
    list(query: Out<typeof documentListQuery>): Promise<Out<typeof documentList>>;
    countFacets(filter: DocumentFilter): Promise<Out<typeof documentFacets>>;
    load(id: number): Promise<DocumentDetail>;
  };
  trends(query: Out<typeof trendQuery>): Promise<Trends>;
  keywords(query: Out<typeof keywordQuery>): Promise<Out<typeof keywordList>>;
  /** One text gives one answer, a list a list; `probs` adds the probabilities of both classes. */
  predict(request: PredictRequest, options: { probs: boolean }): Promise<Out<typeof predictResponse>>;
  models: { list(): Promise<Out<typeof modelList>> };
  runs: {
    list(query: Out<typeof runListQuery>): Promise<Out<typeof runList>>;
    load(id: string): Promise<Out<typeof runDetail>>;
  };
  /** Name of a part → `ok`, or one sentence that says what is wrong with it. */
  checkReadiness(): Promise<Record<string, string>>;
  measureLevels(): Promise<Levels>;
}

/** Long work that the command line hands over to a running server; it ends early when `signal` aborts. */
export interface ApiOperations {
  import(
    request: ImportRequest,
    onProgress: (progress: OperationProgress) => void,
    signal: AbortSignal,
  ): Promise<ImportReport>;
  refine(
    request: RefineRequest,
    onProgress: (progress: OperationProgress) => void,
    signal: AbortSignal,
  ): Promise<RefineReport>;
  train(
    request: TrainRequest,
    onProgress: (progress: OperationProgress) => void,
    signal: AbortSignal,
  ): Promise<TrainReport>;
  check(
    request: CheckRequest,
    onProgress: (progress: OperationProgress) => void,
    signal: AbortSignal,
  ): Promise<CheckReport>;
}
