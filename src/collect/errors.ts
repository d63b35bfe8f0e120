import { ConflictError, NaruError, NotFoundError } from "../platform/errors.ts";

/** Some rows of the batch are no longer ours: the host's lease ran out and somebody else took them. */
export class LostClaimsError extends Error {
  readonly rowIds: readonly number[];

  constructor(rowIds: readonly number[]) {
    super(`${rowIds.length} claimed addresses went to another collector.`);
    this.name = "LostClaimsError";
    this.rowIds = rowIds;
  }
}

/** The work on a host ends, or is put off, before the request: the address goes back as it was. */
export class HostLeftError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "HostLeftError";
  }
}

/** An answer does not have the shape that its source is known to send. The address fails with `schema_changed`. */
export class SchemaError extends Error {
  constructor(message: string) {
    super(message.slice(0, 500));
    this.name = "SchemaError";
  }
}

/** Another process has this collector's place; whatever it has in hand is to be dropped, since the other one fetches it again. */
export class PlaceLostError extends NaruError {}

export function placeLost(name: string): PlaceLostError {
  return new PlaceLostError("collector_replaced", `The place of collector ${name} was taken by another process.`, {
    next: "It had not been heard of for 20 seconds. Start it again; nothing stored is lost.",
  });
}

export function placeTaken(name: string, holder: { hostName: string; pid: number } | undefined): ConflictError {
  const who = holder === undefined ? "" : ` by process ${holder.pid} of ${holder.hostName}`;
  return new ConflictError("collector_name_taken", `The name "${name}" is in use${who}.`, {
    field: "collect.name",
    next: "Leave collect.name unset for names that number themselves, or choose another; a name is free 20 seconds after its holder died.",
  });
}

export function collectorNotFound(name: string): NotFoundError {
  return new NotFoundError("collector_not_found", `There is no collector "${name.slice(0, 80)}".`, {
    next: "`naru collectors` lists them.",
  });
}
