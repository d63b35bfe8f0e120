import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createInterface } from "node:readline";
import { Command } from "commander";
import { predictRequest } from "../../contracts/index.ts";
import { InvalidInputError } from "../../platform/errors.ts";
import { type Backend, openBackend } from "../backend.ts";
import { loadCliSettings } from "../load-cli-settings.ts";
import type { GlobalOptions } from "../program.ts";
import { type CommandBuilder, parseOptions } from "./command.ts";

const batchSize = 1000;

interface PredictOptions extends GlobalOptions {
  file?: string;
  model?: string;
  probs?: boolean;
}

export const predictCommand: CommandBuilder = () =>
  new Command("predict")
    .description("sentiment of texts, one JSON line a text")
    .argument("[text...]", "texts to judge")
    .option("--file <file>", "a text file with one text a line; - reads standard input")
    .option("--model <name@alias>", "model and alias or version (default sentiment-ko@champion)")
    .option("--probs", "add the probabilities of both classes")
    .action(async (texts: string[], options: PredictOptions) => {
      if (texts.length === 0 && options.file === undefined) {
        throw new InvalidInputError("text_missing", "There is no text to judge.", {
          field: "text",
          next: 'Type one: naru predict "정말 좋았어요", or name a file with --file.',
        });
      }
      if (
        options.file !== undefined &&
        options.file !== "-" &&
        !(await stat(options.file).catch(() => null))?.isFile()
      ) {
        throw new InvalidInputError("file_missing", `There is no file ${options.file}.`, { field: "file" });
      }
      const backend = await openBackend(loadCliSettings(options));
      try {
        if (texts.length > 0) await predictBatch(backend, texts, options);
        if (options.file !== undefined) {
          for await (const batch of batchesOf(options.file)) await predictBatch(backend, batch, options);
        }
      } finally {
        await backend.close();
      }
    });

async function predictBatch(backend: Backend, texts: string[], options: PredictOptions): Promise<void> {
  const request = parseOptions(predictRequest, { text: texts, ...modelOf(options.model) });
  const answer = await backend.services.predict(request, { probs: options.probs === true });
  const lines = (Array.isArray(answer) ? answer : [answer]).map((one) => JSON.stringify(one));
  process.stdout.write(`${lines.join("\n")}\n`);
}

function modelOf(text: string | undefined): object {
  if (text === undefined) return {};
  const [model, pointer] = text.split("@");
  if (pointer === undefined) return { model };
  return /^\d+$/.test(pointer) ? { model, version: Number(pointer) } : { model, alias: pointer };
}

async function* batchesOf(file: string): AsyncGenerator<string[]> {
  const input = file === "-" ? process.stdin : createReadStream(file, "utf8");
  let batch: string[] = [];
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === "") continue;
    batch.push(line);
    if (batch.length === batchSize) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
