import { randomBytes, scryptSync } from "node:crypto";
import { chmodSync, existsSync, linkSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MissingPartError, NaruError } from "../../platform/errors.ts";

const keyBytes = 32;
const minPassphrase = 16;

/**
 * The key that sessions are sealed with: from the variable NARU_SECRET_KEY (32 bytes in base64 or hex, or a passphrase of 16 characters
 * or more), else from `secret.key` in the data folder, which only its owner may read.
 * @param make whether a missing file is made; else there is nothing that it could open.
 * @throws MissingPartError `secret_key_missing`; NaruError `secret_key_weak` or `secret_key_open`.
 */
export function loadSecretKey(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  make: boolean,
): Buffer {
  const given = env.NARU_SECRET_KEY?.trim();
  if (given !== undefined && given !== "") return keyOf(given);
  const path = join(folder, "secret.key");
  if (!existsSync(path)) {
    if (!make) {
      throw new MissingPartError("secret_key_missing", "The key that opens stored sessions is not there.", {
        next: `Put ${path} back or set NARU_SECRET_KEY to what it was; or remove the session and add it again.`,
      });
    }
    makeKey(path);
  }
  if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0) {
    throw new NaruError("secret_key_open", `Others may read ${path}.`, { next: `Run chmod 600 ${path}.` });
  }
  const text = readFileSync(path, "utf8").trim();
  if (text === "") {
    throw new MissingPartError("secret_key_missing", `There is no key in ${path}.`, {
      next: `Put back what was in it; or remove ${path} and add the sessions again.`,
    });
  }
  return keyOf(text);
}

/** The file is there with all of its key or not at all; of two processes at once the first one's key holds. */
function makeKey(path: string): void {
  const draft = `${path}.${process.pid}`;
  try {
    rmSync(draft, { force: true });
    writeFileSync(draft, `${randomBytes(keyBytes).toString("base64")}\n`, { mode: 0o600, flag: "wx", flush: true });
    chmodSync(draft, 0o600);
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function keyOf(text: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, "hex");
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, "base64");
  if (text.length < minPassphrase) {
    throw new NaruError("secret_key_weak", `NARU_SECRET_KEY is shorter than ${minPassphrase} characters.`, {
      next: "Set it to the output of: openssl rand -base64 32",
    });
  }
  // The salt tells this use of a passphrase from others; each sealing has a fresh nonce of its own.
  return scryptSync(text, "naru sessions", keyBytes);
}
