import type { ApiServices } from "../api/index.ts";
import { type App, openApp } from "../app.ts";
import type { OperationProgress, RefineReport, RefineRequest, TrainReport, TrainRequest } from "../contracts/index.ts";
import type { RoleName, Settings } from "../platform/config/settings.ts";
import { findHolder } from "../platform/data-folder/folder-lock.ts";
import { createLog } from "../platform/log.ts";
import { connectToServer } from "./server-backend.ts";

export type CommandServices = Pick<
  ApiServices,
  "collections" | "documents" | "sources" | "models" | "predict" | "overview"
>;

/** What commands work on: the server that holds the data folder, or the folder itself when no server runs. */
export interface Backend {
  /** Address of the server; null when the command works on the folder itself. */
  url: string | null;
  services: CommandServices;
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
  close(): Promise<void>;
}

/** @param roles what has to run beside the command when no server does it. */
export async function openBackend(settings: Settings, roles: readonly RoleName[] = []): Promise<Backend> {
  const holder = findHolder(settings.data);
  if (holder?.url != null && holder.token !== null) return connectToServer(holder.url, holder.token);
  const app: App = await openApp(settings, {
    log: createLog(settings.log.level === "info" ? "warn" : settings.log.level),
  });
  try {
    await app.startRoles(roles);
  } catch (error) {
    await app.stop();
    throw error;
  }
  return {
    url: null,
    services: app.services,
    refine: app.operations.refine,
    train: app.operations.train,
    close: () => app.stop(),
  };
}
