const connectionCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOTFOUND",
  "ETIMEDOUT",
  "57P01",
  "57P02",
  "57P03",
  // Silent for too long within a transaction, as a process is that was stopped.
  "25P03",
  "08006",
  "08003",
  "08001",
  // Ours, from the one connection of the embedded database.
  "database_busy",
]);

/** True when an error says that the database is away for now, not that the statement was wrong. */
export function isConnectionError(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = (cause as { code?: unknown }).code;
    if (typeof code === "string" && connectionCodes.has(code)) return true;
    if (
      /Connection terminated|connection timeout|timeout exceeded when trying to connect|is not queryable/i.test(
        cause.message,
      )
    )
      return true;
    if (cause instanceof AggregateError && cause.errors.some(isConnectionError)) return true;
  }
  return false;
}
