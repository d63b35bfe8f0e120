import { runProgram } from "./cli/program.ts";

// A reader that has seen enough (`naru predict … | head`) is no error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});
process.exitCode = await runProgram(process.argv.slice(2));
// All is closed by now. Should a bug have left a timer or a thread behind, it must not keep a command that has ended.
setTimeout(() => process.exit(), 5_000).unref();
