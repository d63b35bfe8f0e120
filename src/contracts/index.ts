export * from "./captures.ts";
export * from "./collection-output.ts";
export * from "./collections.ts";
export * from "./common.ts";
export * from "./documents.ts";
export * from "./models.ts";
export * from "./operations.ts";
export * from "./status.ts";
