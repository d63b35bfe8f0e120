import { parentPort } from "node:worker_threads";
import { loadDictionary } from "../../korean/index.ts";

// Unpacks the dictionary beside the main thread, which would stand still for a quarter of a second, and hands the shared memory over.
parentPort?.postMessage(loadDictionary());
