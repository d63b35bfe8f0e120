import { relative } from "node:path";
import type { ApiServices } from "../api/index.ts";
import {
  itemFields,
  type LogPlace,
  loadCollection,
  loadCollectionReport,
  logFiles,
  readCollectionLog,
} from "../collect/index.ts";
import { countCollectionRows, invalidCursor, listCollectionRows } from "../insight/index.ts";
import type { Db } from "../platform/db/database.ts";

export interface OutputParts {
  db: Db;
  /** Data folder, and the folder of the collections' logs in it. */
  dataFolder: string;
  logFolder: string;
}

/** What a collection gives out: its rows, its report and its log. */
export function createOutputServices({
  db,
  dataFolder,
  logFolder,
}: OutputParts): Pick<ApiServices["collections"], "listRows" | "report" | "listLog"> {
  return {
    listRows: async (id, query) => {
      const { source, request } = await loadCollection(db, id);
      return { ...(await listCollectionRows(db, id, query)), fields: itemFields(source, request.recipe ?? null) };
    },
    report: async (id) => {
      const [met, rows] = await Promise.all([loadCollectionReport(db, id), countCollectionRows(db, id)]);
      return { ...met, rows, log: relative(dataFolder, logFiles(logFolder, id).current) };
    },
    listLog: async (id, { cursor, limit }) => {
      await loadCollection(db, id);
      const place = cursor === undefined ? null : parsePlace(cursor);
      const { items, next, more } = await readCollectionLog(logFolder, id, { place, limit });
      return { items, more, nextCursor: `${next.inode}.${next.offset}` };
    },
  };
}

/** @throws InvalidInputError `invalid_cursor`. */
function parsePlace(cursor: string): LogPlace {
  const [, inode, offset] = /^(\d{1,20})\.(\d{1,15})$/.exec(cursor) ?? [];
  if (inode === undefined || offset === undefined) throw invalidCursor();
  return { inode, offset: Number(offset) };
}
