import { findAccounts } from "./account.ts";
import { findAddresses } from "./address.ts";
import { findCards } from "./card.ts";
import { findEmails } from "./email.ts";
import { type MaskKind, maskKinds, placeholders, type Span } from "./kinds.ts";
import { findPassports } from "./passport.ts";
import { findPhones } from "./phone.ts";
import { findPlates } from "./plate.ts";
import { findResidentNumbers } from "./resident-number.ts";

const finders: Readonly<Record<MaskKind, (text: string) => Span[]>> = {
  email: findEmails,
  residentNumber: findResidentNumbers,
  passport: findPassports,
  card: findCards,
  phone: findPhones,
  account: findAccounts,
  plate: findPlates,
  address: findAddresses,
};

export interface MaskResult {
  text: string;
  /** How many were masked, by kind; kinds without any are left out. */
  counts: Partial<Record<MaskKind, number>>;
}

/** Replaces personal data by placeholders. Time is linear in the length of the text. */
export function maskText(text: string): MaskResult {
  // Full-width signs map one to one, so spans found in the narrow form fit the text.
  const narrow = /[\uff01-\uff5e]/.test(text)
    ? text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    : text;
  const counts: Partial<Record<MaskKind, number>> = {};
  if (!/\d{3}|@|골뱅이|\d\s?호|[([{<]\s?(?:at|앳)|\sat\s/i.test(narrow)) return { text, counts };
  const owned = new Uint8Array(text.length);
  const taken: (Span & { kind: MaskKind })[] = [];
  for (const kind of maskKinds) {
    for (const span of finders[kind](narrow)) {
      if (owned.subarray(span.start, span.end).includes(1)) continue;
      owned.fill(1, span.start, span.end);
      taken.push({ ...span, kind });
    }
  }
  taken.sort((a, b) => a.start - b.start);
  let out = "";
  let from = 0;
  for (const { start, end, kind } of taken) {
    out += text.slice(from, start) + placeholders[kind];
    from = end;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return { text: out + text.slice(from), counts };
}
