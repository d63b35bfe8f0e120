import type { ColumnType, Generated } from "kysely";

/** int8 columns come back as number: every id and size here stays far below 2^53. */
export type Id = Generated<number>;
export type Timestamp = ColumnType<Date, Date | string, Date | string>;
export type NullableTimestamp = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
export type DefaultedTimestamp = ColumnType<Date, Date | string | undefined, Date | string>;
