import type { Migration } from "kysely/migration";
import * as firstLight from "./0001-first-light.ts";
import * as sources from "./0002-sources.ts";
import * as collectors from "./0003-collectors.ts";
import * as renderingAndSessions from "./0004-rendering-and-sessions.ts";
import * as collectionHosts from "./0005-collection-hosts.ts";
import * as olderDocuments from "./0006-older-documents.ts";
import * as itemBranches from "./0007-item-branches.ts";
import * as plainTexts from "./0008-plain-texts.ts";
import * as sharedArchives from "./0009-shared-archives.ts";
import * as commitMarks from "./0010-commit-marks.ts";
import * as documentCounts from "./0011-document-counts.ts";
import * as waitingDocuments from "./0012-waiting-documents.ts";
import * as keywordColumns from "./0013-keyword-columns.ts";
import * as fewerIndexes from "./0014-fewer-indexes.ts";
import * as documentsByHost from "./0015-documents-by-host.ts";
import * as machineFaults from "./0016-machine-faults.ts";

/** Every migration by name, in order. An explicit list: a forgotten file is a failing test, not a surprise. */
export const migrations: Record<string, Migration> = {
  "0001-first-light": firstLight,
  "0002-sources": sources,
  "0003-collectors": collectors,
  "0004-rendering-and-sessions": renderingAndSessions,
  "0005-collection-hosts": collectionHosts,
  "0006-older-documents": olderDocuments,
  "0007-item-branches": itemBranches,
  "0008-plain-texts": plainTexts,
  "0009-shared-archives": sharedArchives,
  "0010-commit-marks": commitMarks,
  "0011-document-counts": documentCounts,
  "0012-waiting-documents": waitingDocuments,
  "0013-keyword-columns": keywordColumns,
  "0014-fewer-indexes": fewerIndexes,
  "0015-documents-by-host": documentsByHost,
  "0016-machine-faults": machineFaults,
};
