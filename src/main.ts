import { runProgram } from "./cli/program.ts";

process.exitCode = await runProgram(process.argv.slice(2));
// All is closed by now. Should a bug have left a timer or a thread behind, it must not keep a command that has ended.
setTimeout(() => process.exit(), 5_000).unref();
