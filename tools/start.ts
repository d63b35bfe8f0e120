import { fileURLToPath } from "node:url";
import { buildWebIfNeeded } from "./build-web.ts";

/** `npm start`: builds the page when needed, then does as `naru start`, in the same process since each one costs its start. */
buildWebIfNeeded();
const naru = new URL("../bin/naru.js", import.meta.url);
process.argv.splice(1, 1, fileURLToPath(naru), "start");
await import(naru.href);
