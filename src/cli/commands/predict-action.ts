import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { presentPredictions } from "../../app/present-predictions.ts";
import { longestPredictText, type Prediction, predictRequest } from "../../contracts/index.ts";
import { linesOf } from "../../lib/lines-of.ts";
import { findHolder } from "../../platform/data-folder/folder-lock.ts";
import type { ExitCode } from "../../platform/errors.ts";
import { exitCodes, InvalidInputError } from "../../platform/errors.ts";
import { openBackend } from "../backend.ts";
import { loadCliSettings } from "../load-cli-settings.ts";
import { writeLine } from "../write-line.ts";
import { parseOptions } from "./command.ts";
import type { PredictOptions } from "./predict.ts";

const batchTexts = 1000;
/** Well below what the API takes in one body, whatever the characters are. */
const batchCharacters = 1_000_000;
/** One line of output: an answer, or why there is none. With the line's number when it came from a file. */
type Answer = (Prediction | { error: { code: string; message: string } }) & { line?: number };
type Judge = (texts: string[]) => Promise<Prediction[]>;

export async function run(texts: string[], options: PredictOptions, exit: (code: ExitCode) => void): Promise<void> {
  if (texts.length === 0 && options.file === undefined) {
    throw new InvalidInputError("text_missing", "There is no text to judge.", {
      field: "text",
      next: 'Type one: naru predict "정말 좋았어요", or name a file with --file.',
    });
  }
  for (let at = 0; at < texts.length; at += batchTexts) requestOf(texts.slice(at, at + batchTexts), options.model);
  if (options.file !== undefined) await checkFile(options.file);
  const { judge, close } = await openJudge(options);
  try {
    for (let at = 0; at < texts.length; at += batchTexts) {
      for (const answer of await judge(texts.slice(at, at + batchTexts))) await writeLine(JSON.stringify(answer));
    }
    if (options.file !== undefined && (await predictFile(options.file, judge)) > 0) exit(exitCodes.partly);
  } finally {
    await close();
  }
}

/** Answers out of the data folder's models where that needs no database, else by the server or the whole of naru. */
async function openJudge(options: PredictOptions): Promise<{ judge: Judge; close: () => Promise<void> }> {
  const settings = loadCliSettings(options);
  const probs = options.probs === true;
  if (findHolder(settings.data) === undefined) {
    const { openLocalPredictor } = await import("../../app/local-predictor.ts");
    const predictor = openLocalPredictor(settings);
    if (predictor !== null) {
      const judge: Judge = async (texts) => {
        const { model, alias, version } = requestOf(texts, options.model);
        return presentPredictions(
          await predictor.predict(texts, model, version === undefined ? { alias } : { version }),
          probs,
        );
      };
      return { judge, close: async () => {} };
    }
  }
  const backend = await openBackend(settings);
  const judge: Judge = async (texts) => {
    const answer = await backend.services.predict(requestOf(texts, options.model), { probs });
    return Array.isArray(answer) ? answer : [answer];
  };
  return { judge, close: () => backend.close() };
}

/** Gives the number of lines that could not be judged. */
async function predictFile(file: string, judge: Judge): Promise<number> {
  const input = file === "-" ? process.stdin : createReadStream(file);
  let refused = 0;
  let batch: { number: number; text: string }[] = [];
  let characters = 0;
  const flush = async () => {
    if (batch.length === 0) return;
    const answers = await judge(batch.map(({ text }) => text));
    for (const [index, answer] of answers.entries()) await writeAnswer(batch[index]?.number ?? 0, answer);
    batch = [];
    characters = 0;
  };
  for await (const { number, text } of linesOf(input, longestPredictText)) {
    if (text === null) {
      await flush();
      refused += 1;
      const message = `Line ${number} is longer than ${longestPredictText.toLocaleString("en")} characters.`;
      await writeAnswer(number, { error: { code: "text_too_long", message } });
    } else if (text.trim() !== "") {
      batch.push({ number, text });
      characters += text.length;
      if (batch.length === batchTexts || characters >= batchCharacters) await flush();
    }
  }
  await flush();
  return refused;
}

function writeAnswer(line: number, answer: Answer): Promise<void> {
  return writeLine(JSON.stringify({ line, ...answer }));
}

function requestOf(texts: string[], model: string | undefined) {
  const long = texts.findIndex((text) => text.length > longestPredictText);
  if (long >= 0) {
    throw new InvalidInputError(
      "text_too_long",
      `Text ${long + 1} is longer than ${longestPredictText.toLocaleString("en")} characters.`,
      { field: "text", next: "Cut it into shorter texts." },
    );
  }
  const empty = texts.findIndex((text) => text.trim() === "");
  if (empty >= 0) {
    throw new InvalidInputError("text_missing", `Text ${empty + 1} is empty.`, {
      field: "text",
      next: 'Type one: naru predict "정말 좋았어요".',
    });
  }
  return parseOptions(predictRequest, { text: texts, ...modelOf(model) }, { alias: "--model", version: "--model" });
}

function modelOf(text: string | undefined): object {
  if (text === undefined) return {};
  const [model, pointer] = text.split("@");
  if (pointer === undefined) return { model };
  return /^[1-9]\d{0,8}$/.test(pointer) ? { model, version: Number(pointer) } : { model, alias: pointer };
}

async function checkFile(file: string): Promise<void> {
  if (file === "-") return;
  const found = await stat(file).catch(() => null);
  if (found !== null && !found.isDirectory()) return;
  throw new InvalidInputError("file_missing", found === null ? `There is no file ${file}.` : `${file} is a folder.`, {
    field: "file",
  });
}
