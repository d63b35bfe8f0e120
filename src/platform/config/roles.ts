export const allRoles = ["api", "collector", "worker", "scheduler"] as const;

/** A part of naru that a process may run. */
export type RoleName = (typeof allRoles)[number];
