import { openSite, page, type SmallSite } from "./small-site.ts";

export interface TreeSite extends SmallSite {
  /** Addresses of all pages; the first leads to all others. */
  urls: readonly string[];
}

/** A site of so many pages, each of which links to three others, so that a crawl is in many of them at once. */
export async function openTreeSite(pages: number): Promise<TreeSite> {
  const site = await openSite({
    "*": (request, response) => {
      const id = Number(/^\/p(\d+)$/.exec(request.url ?? "")?.[1] ?? Number.NaN);
      if (!(id < pages)) response.writeHead(404).end();
      else {
        const links = [id * 3 + 1, id * 3 + 2, id * 3 + 3].filter((one) => one < pages).map((one) => `/p${one}`);
        response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page(id, links));
      }
    },
  });
  return { ...site, urls: Array.from({ length: pages }, (_, id) => site.url(`/p${id}`)) };
}
