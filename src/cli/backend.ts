import type { ApiServices } from "../api/index.ts";
import type {
  CheckReport,
  CheckRequest,
  ImportReport,
  ImportRequest,
  OperationProgress,
  RefineReport,
  RefineRequest,
  TrainReport,
  TrainRequest,
} from "../contracts/index.ts";
import type { RoleName } from "../platform/config/roles.ts";
import type { Settings } from "../platform/config/settings.ts";
import { findHolder } from "../platform/data-folder/folder-lock.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export type CommandServices = Pick<
  ApiServices,
  "collections" | "collectors" | "documents" | "sources" | "sessions" | "models" | "predict" | "overview"
>;

/** What commands work on: the server that holds the data folder, or the folder itself when no server runs. */
export interface Backend {
  /** Address of the server; null when the command works on the folder itself. */
  url: string | null;
  services: CommandServices;
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
  close(): Promise<void>;
}

/**
 * Modules are imported as late as they are needed, so that a wrong option is answered at once.
 * @param roles what has to run beside the command when no server does it. @param env where sources find their keys.
 */
export async function openBackend(
  settings: Settings,
  roles: readonly RoleName[] = [],
  env: Environment = process.env,
): Promise<Backend> {
  const holder = findHolder(settings.data);
  if (holder?.url != null && holder.token !== null) {
    const { connectToServer } = await import("./server-backend.ts");
    return connectToServer(holder.url, holder.token);
  }
  const [{ createLog }, { openStorage }] = await Promise.all([
    import("../platform/log.ts"),
    import("../app/storage.ts"),
  ]);
  const log = createLog(settings.log.level === "info" ? "warn" : settings.log.level);
  // On a PostgreSQL server the holder is one that is about to listen: its collector finds the work in the database.
  const mine =
    holder !== undefined && settings.database.url !== null ? roles.filter((one) => one !== "collector") : roles;
  // Opens in a thread of its own (or on a server) while this one loads the modules.
  const storage = openStorage(settings, log, mine);
  storage.catch(() => {});
  const { openApp } = await import("../app.ts");
  const app = await openApp(settings, log, storage, env);
  try {
    await app.startRoles(mine);
  } catch (error) {
    await app.stop();
    throw error;
  }
  return {
    url: null,
    services: app.services,
    import: app.operations.import,
    refine: app.operations.refine,
    train: app.operations.train,
    check: app.operations.check,
    close: () => app.stop(),
  };
}
