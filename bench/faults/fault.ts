export interface FaultReport {
  /** How often the fault really came. */
  times: number;
  /** Pages, documents or bytes that should be there and are not. */
  lost: number;
  /** Pages or documents that are there more often than once. */
  doubled: number;
  /** What the table says beside it: how much was at stake, what else was held to its word. */
  note: string;
}

/** Something that goes wrong, made to go wrong on purpose. */
export interface Fault {
  id: string;
  /** One sentence. */
  what: string;
  database: "embedded" | "server" | "both";
  /** How often it comes unless `--times` says otherwise. */
  times: number;
  /** @throws Error when a promise is broken that is neither a loss nor a double. */
  run(options: { times: number; log(line: string): void }): Promise<FaultReport>;
}
