import { useQuery } from "@tanstack/react-query";
import { sourcesQuery } from "../../api/source-queries.ts";
import type { Collection } from "../../api/types.ts";
import { readableAddress } from "../../components/readable-address.ts";
import { useText } from "../../i18n/use-text.ts";

/** What a collection is called: where it began, or what its source was asked. */
export function useCollectionName(): (collection: Pick<Collection, "request" | "source">) => string {
  const { language } = useText();
  const { data } = useQuery(sourcesQuery);
  return ({ request, source }) => {
    const [first] = request.urls;
    if (first !== undefined) return readableAddress(first);
    const name = data?.items.find(({ id }) => id === source)?.name[language] ?? source;
    const asked = request.query.length > 0 ? request.query.join(", ") : Object.values(request.set).join(", ");
    return asked === "" ? name : `${name}: ${asked}`;
  };
}
