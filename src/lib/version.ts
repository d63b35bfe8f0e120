import { readFileSync } from "node:fs";

/** naru's version, as package.json says. */
export const naruVersion: string = (
  JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string }
).version;
