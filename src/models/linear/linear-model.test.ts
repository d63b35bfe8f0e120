import { beforeAll, describe, expect, it } from "vitest";
import { ModelFileError } from "../errors.ts";
import { LinearModel, loadLinearModel } from "./linear-model.ts";
import { decodeLinearModel, encodeLinearModel } from "./model-file.ts";
import { linearParametersSchema } from "./parameters.ts";
import { seededRandom } from "./random.ts";
import { type EpochMetrics, type TrainingText, trainLinear } from "./train-linear.ts";

const good = [
  "정말 재미있어요",
  "최고의 시간이었다",
  "감동적이고 따뜻해요",
  "다시 오고 싶은 곳",
  "배송도 빠르고 좋네요",
  "꿀잼 추천합니다",
];
const bad = [
  "너무 지루해요",
  "돈이 아까웠다",
  "실망스럽고 불친절해요",
  "다시는 안 갈 곳",
  "포장이 엉망이라 별로네요",
  "노잼 비추합니다",
];
const plain = ["어제 친구와", "주말에", "비 오는 날", "가족이랑", "혼자서", "점심에", "두 번째로", "오랜만에"];
const settings = linearParametersSchema.parse({ hashBits: 14, epochs: 4, heldOut: 0.2 });

async function* reviews(count: number, seed = 7): AsyncGenerator<TrainingText> {
  const random = seededRandom(seed);
  const pick = (list: readonly string[]) => list[Math.floor(random.next() * list.length)] ?? "";
  for (let i = 0; i < count; i++) {
    const label = random.next() < 0.5 ? 1 : 0;
    yield { text: `${pick(plain)} ${pick(label === 1 ? good : bad)} ${pick(plain)}`, label };
  }
}

describe("a linear model", () => {
  let file: Buffer;
  const epochs: EpochMetrics[] = [];

  beforeAll(async () => {
    file = encodeLinearModel(
      await trainLinear(reviews(1500), settings, { onEpoch: (metrics) => void epochs.push(metrics) }),
    );
  });

  it("learns the classes and tells them for texts it has not seen", () => {
    const [happy, sad] = loadLinearModel(file).predict([
      "여기 정말 재미있고 감동이에요",
      "여긴 너무 지루하고 실망이에요",
    ]);
    expect(happy?.label).toBe("positive");
    expect(happy?.positive).toBeGreaterThan(0.7);
    expect(sad?.label).toBe("negative");
    expect(sad?.positive).toBeLessThan(0.3);
  });

  it("reports each epoch on the texts kept back", () => {
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    const last = epochs.at(-1);
    expect(last?.heldOutAccuracy).toBeGreaterThan(0.95);
    expect(last?.heldOutF1).toBeGreaterThan(0.95);
    expect(last?.loss).toBeLessThan(epochs[0]?.loss ?? 0);
  });

  it("comes out the same bit by bit from the same seed, and differs with another", async () => {
    expect(encodeLinearModel(await trainLinear(reviews(1500), settings)).equals(file)).toBe(true);
    expect(encodeLinearModel(await trainLinear(reviews(1500), { ...settings, seed: 2 })).equals(file)).toBe(false);
  });

  it("answers hostile texts with a probability", () => {
    const model = new LinearModel(decodeLinearModel(file));
    const texts = ["", " ", "\0", "\ud800", "ㅋ".repeat(1_000_000), "가나다".repeat(200_000), "<script>", "1234567890"];
    for (const { positive } of model.predict(texts)) {
      expect(positive).toBeGreaterThan(0);
      expect(positive).toBeLessThan(1);
    }
  });

  it("is refused when cut off, changed, foreign or lying about itself", () => {
    const changed = Buffer.from(file);
    changed[file.length - 100] = (changed[file.length - 100] ?? 0) ^ 1;
    const wrongVersion = Buffer.from(file);
    wrongVersion.writeUInt32LE(9, 8);
    const hugeHeader = Buffer.from(file);
    hugeHeader.writeUInt32LE(0xffffffff, 12);
    const cases: [Uint8Array, RegExp][] = [
      [file.subarray(0, file.length - 1), /cut off/],
      [changed, /checksum/],
      [wrongVersion, /format 9/],
      [hugeHeader, /cut off/],
      [Buffer.from("PK\u0003\u0004 nothing of ours, but long enough to look at closely"), /not a naru model/],
      [new Uint8Array(0), /not a naru model/],
    ];
    for (const [bytes, message] of cases) {
      expect(() => loadLinearModel(bytes)).toThrow(ModelFileError);
      expect(() => loadLinearModel(bytes)).toThrow(message);
    }
  });

  it("is refused when its weights do not fill its table, or its header is out of range", () => {
    const model = decodeLinearModel(file);
    const short = encodeLinearModel({ ...model, nibbles: model.nibbles.subarray(1) });
    const long = encodeLinearModel({ ...model, nibbles: new Uint8Array(model.nibbles.length * 4) });
    const deep = encodeLinearModel({ ...model, features: { ...model.features, hashBits: 40 } });
    const impossible = encodeLinearModel({ ...model, nibbles: model.nibbles.map(() => 0xff) });
    expect(() => loadLinearModel(short)).toThrow(/too few weights/);
    expect(() => loadLinearModel(long)).toThrow(/cannot be unpacked/);
    expect(() => loadLinearModel(deep)).toThrow(/features.hashBits/);
    expect(() => loadLinearModel(impossible)).toThrow(/impossible weight/);
  });

  it("says when the file is not there", () => {
    expect(() => loadLinearModel("/nowhere/model.naru")).toThrow(/cannot be read/);
  });

  it("cannot be trained on one class, and stops when told", async () => {
    async function* onlyGood(): AsyncGenerator<TrainingText> {
      for await (const review of reviews(200)) yield { ...review, label: 1 };
    }
    await expect(trainLinear(onlyGood(), settings)).rejects.toThrow(/both classes/);
    await expect(
      trainLinear(reviews(5000), settings, { signal: AbortSignal.abort(new Error("enough")) }),
    ).rejects.toThrow("enough");
  });
});
