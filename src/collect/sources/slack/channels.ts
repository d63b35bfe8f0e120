import { InvalidInputError } from "../../../platform/errors.ts";
import type { NextAddress, Order } from "../source.ts";
import { methodAddress } from "./addresses.ts";

const idForm = /^[CG][A-Z0-9]{7,20}$/;

/** The channels that were named: some by id, some by name. */
export function channelsOf({ set }: Order): { ids: string[]; names: string[] } {
  // A Mac may write Korean in pieces; Slack has it whole.
  const parts = (set.channel ?? "")
    .normalize("NFC")
    .split(/[,\s]+/)
    .filter((part) => part !== "");
  const named = [...new Set(parts.map((part) => idOf(part) ?? part.replace(/^#/, "").toLowerCase()))];
  return {
    ids: named.filter((part) => idForm.test(part)),
    names: named.filter((part) => !idForm.test(part)),
  };
}

/** `C01ABCDEF`, or the address of a channel or message. */
function idOf(text: string): string | null {
  const id =
    /^https:\/\/(?:[\w.-]{1,200}\.slack\.com\/archives|app\.slack\.com\/client\/\w{1,30})\/(\w{1,30})/.exec(
      text,
    )?.[1] ?? text;
  return idForm.test(id) ? id : null;
}

/** @throws InvalidInputError `source_option_wrong`. */
export function begin(order: Order): NextAddress[] {
  const { ids, names } = channelsOf(order);
  if (ids.length + names.length === 0) {
    throw wrong(
      "channel",
      "Slack needs the channels to read.",
      "Type: naru collect --source slack --set channel=C01ABCDEF,general",
    );
  }
  const odd = names.find((name) => !/^[\p{L}\p{N}\p{M}_.-]{1,80}$/u.test(name));
  if (odd !== undefined) {
    throw wrong(
      "channel",
      `"${odd.slice(0, 60)}" is no channel.`,
      "Type its name without #, or its id, which begins with C.",
    );
  }
  if (!/^\d{1,3}$/.test(order.set.lookBack ?? "0")) {
    throw wrong("lookBack", "lookBack is a number of days.", "Type a whole number such as 7.");
  }
  return [{ url: methodAddress(order, "auth.test") }];
}

function wrong(name: string, message: string, next: string): InvalidInputError {
  return new InvalidInputError("source_option_wrong", message, { field: `set.${name}`, next });
}
