import type { z } from "zod";
import type { CollectionFailureView, CollectionView } from "../collect/index.ts";
import type { Collection, collectionFailures, collectionList } from "../contracts/index.ts";
import { invalidCursor } from "../insight/index.ts";

export function presentCollection(view: CollectionView): Collection {
  const { progress, request } = view;
  return {
    id: view.id,
    source: view.source,
    request,
    status: view.status,
    errorCode: view.errorCode,
    errorMessage: view.errorMessage,
    createdAt: view.createdAt.toISOString(),
    startedAt: view.startedAt?.toISOString() ?? null,
    finishedAt: view.finishedAt?.toISOString() ?? null,
    progress: { ...progress, waitingUntil: progress.waitingUntil?.toISOString() ?? null },
    notes: view.notes,
  };
}

/** A page of collections asked for with one row more than shown, which tells whether another page follows. */
export function pageOfCollections(views: readonly CollectionView[], limit: number): z.output<typeof collectionList> {
  return { items: views.slice(0, limit).map(presentCollection), nextCursor: cursorAfter(views, limit) };
}

export function pageOfFailures(
  views: readonly CollectionFailureView[],
  limit: number,
): z.output<typeof collectionFailures> {
  return {
    items: views.slice(0, limit).map(({ url, reason, detail, httpStatus, at }) => ({
      url,
      reason,
      detail,
      httpStatus,
      at: at?.toISOString() ?? null,
    })),
    nextCursor: cursorAfter(views, limit),
  };
}

/** @throws InvalidInputError `invalid_cursor`. */
export function parseIdCursor(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) {
    throw invalidCursor();
  }
  return Number(cursor);
}

function cursorAfter(views: readonly { id: number }[], limit: number): string | null {
  const last = views[limit - 1];
  return views.length > limit && last !== undefined ? String(last.id) : null;
}
