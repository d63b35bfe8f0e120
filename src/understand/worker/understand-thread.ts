import { parentPort, workerData } from "node:worker_threads";
import { prepareSentiment, type SentimentReader } from "../engines/ask.ts";
import { loadEngine } from "../engines/registry.ts";
import { openKoreanAnalyzer } from "../korean/korean-analyzer.ts";
import { understandDocument } from "../understand-document.ts";
import type { ThreadAnswer, ThreadRequest, ThreadSetup, UnreadDocument } from "./messages.ts";

const { neutralBand, words, dictionary } = workerData as ThreadSetup;
const analyzer = openKoreanAnalyzer(dictionary, words);
let sentiment: SentimentReader | null = null;

parentPort?.on("message", (request: ThreadRequest) => {
  void answer(request).then((message) => parentPort?.postMessage(message));
});

async function answer({ id, model, documents }: ThreadRequest): Promise<ThreadAnswer> {
  try {
    if (model !== null) sentiment = await prepareSentiment(loadEngine(model.engine), model);
    if (sentiment === null) throw new Error("no model was sent");
    const readers = { analyzer, sentiment, neutralBand };
    const read = [];
    for (const document of documents) {
      read.push(await understandDocument(document, readers).catch((error) => unread(document.id, error)));
    }
    return { id, kind: "done", documents: read };
  } catch (error) {
    return { id, kind: "failed", message: messageOf(error) };
  }
}

function unread(id: number, error: unknown): UnreadDocument {
  return { id, failed: messageOf(error) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
