import { type LookupAddress, type LookupOptions, lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { isPublicAddress } from "./address-guard.ts";
import { OutgoingError } from "./outgoing-error.ts";

/** Resolves a name to all its addresses. */
export type Resolve = (
  hostname: string,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export const systemResolve: Resolve = (hostname, callback) => {
  lookup(hostname, { all: true, verbatim: true } satisfies LookupOptions, callback);
};

/**
 * A socket's `lookup` that refuses a name when any of its addresses is not public. The socket connects to the very
 * addresses checked here, so a second answer of the name server (DNS rebinding) is never asked for.
 */
export function guardedLookup(resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error !== null) {
        callback(error, []);
        return;
      }
      const refused = addresses.find(({ address }) => !isPublicAddress(address));
      if (refused !== undefined) {
        callback(refusal(hostname, refused.address), []);
        return;
      }
      answer(options, addresses, callback);
    });
  };
}

/** The same without the check, for hosts that a person named. */
export function openLookup(resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error !== null) callback(error, []);
      else answer(options, addresses, callback);
    });
  };
}

export function refusal(hostname: string, address: string): OutgoingError {
  const via = hostname === address ? address : `${hostname} (${address})`;
  return new OutgoingError("address_refused", `${via} is a private or reserved address and nobody named it.`);
}

function answer(options: LookupOptions, addresses: LookupAddress[], callback: Parameters<LookupFunction>[2]): void {
  const first = addresses[0];
  if (first === undefined) callback(Object.assign(new Error("No address."), { code: "ENOTFOUND" }), []);
  else if (options.all === true) callback(null, addresses);
  else callback(null, first.address, first.family);
}
