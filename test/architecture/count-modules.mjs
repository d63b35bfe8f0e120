// Preloaded into a process under test: writes the modules that it loaded into the file that COUNT_MODULES names.
import { writeFileSync } from "node:fs";
import { registerHooks } from "node:module";

const urls = [];
registerHooks({
  load(url, context, next) {
    urls.push(url);
    return next(url, context);
  },
});
process.on("exit", () => writeFileSync(process.env.COUNT_MODULES, urls.join("\n")));
