export { decode } from "./decode.ts";
export { readPage } from "./read-page.ts";
export { parserVersion, refinerVersion } from "./versions.ts";
