/** Some rows of the batch are no longer ours: the host's lease ran out and somebody else took them. */
export class LostClaimsError extends Error {
  readonly rowIds: readonly number[];

  constructor(rowIds: readonly number[]) {
    super(`${rowIds.length} claimed addresses went to another collector.`);
    this.name = "LostClaimsError";
    this.rowIds = rowIds;
  }
}
