/** Begins to measure: gives the milliseconds that this thread has worked since. A busy machine makes a test take longer, not work more. */
export function ownWork(): () => number {
  const before = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1_000;
  };
}
