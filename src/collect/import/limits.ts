/** Bounds on what files may bring; the defaults suit files of unknown origin. */
export interface ImportLimits {
  /** Files in all folders together. */
  maxFiles: number;
  /** Folders inside folders. */
  maxDepth: number;
  /** A page or a text, in bytes: what the general reader takes in. */
  maxPageBytes: number;
  /** A PDF, or a JSON file that is one value, in bytes. */
  maxWholeBytes: number;
  /** A table or a WARC file inside a compressed one, unpacked, in bytes. */
  maxExpandedBytes: number;
  /** Bytes out for one byte in, once past 64 MiB. */
  maxExpansion: number;
  /** A row of a table: a line of CSV with its line breaks, a line of JSON, in characters. */
  maxRowChars: number;
  /** Brackets inside brackets in JSON. */
  maxJsonDepth: number;
  /** Rows of one chunk, and its size in bytes. */
  chunkRows: number;
  chunkBytes: number;
  /** Pages of one PDF, and characters of its text. */
  maxPdfPages: number;
  maxPdfChars: number;
  /** A thread that gives nothing for so long is ended, in milliseconds. */
  threadSilenceMs: number;
  /** All that a thread may take for one PDF, in milliseconds. */
  threadTotalMs: number;
  /** Heap of such a thread, in MiB. */
  threadHeapMb: number;
  /** Memory of it beside the heap, in MiB. */
  threadBuffersMb: number;
  /** Records of one WACZ, and entries of the zip file. */
  maxZipEntries: number;
  /** Broken rows of one file that are told one by one; the rest are counted. */
  maxRowsTold: number;
}

export const defaultImportLimits: ImportLimits = {
  maxFiles: 1_000_000,
  maxDepth: 64,
  maxPageBytes: 16 * 2 ** 20,
  maxWholeBytes: 64 * 2 ** 20,
  maxExpandedBytes: 64 * 2 ** 30,
  maxExpansion: 200,
  maxRowChars: 2 ** 20,
  maxJsonDepth: 200,
  chunkRows: 500,
  chunkBytes: 2 * 2 ** 20,
  maxPdfPages: 5_000,
  maxPdfChars: 4_000_000,
  threadSilenceMs: 20_000,
  threadTotalMs: 300_000,
  threadHeapMb: 512,
  threadBuffersMb: 768,
  maxZipEntries: 100_000,
  maxRowsTold: 100,
};
