import type { Collection } from "../../api/types.ts";
import { readableAddress } from "../../components/readable-address.ts";

/** What a collection is called: where it began, or what its source was asked. */
export function collectionName({ request, source }: Pick<Collection, "request" | "source">): string {
  const [first] = request.urls;
  if (first !== undefined) return readableAddress(first);
  const asked = request.query.length > 0 ? request.query.join(", ") : Object.values(request.set).join(", ");
  return asked === "" ? source : `${source}: ${asked}`;
}
