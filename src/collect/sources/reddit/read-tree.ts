import type { Item } from "../../../domain/item.ts";
import { SchemaError } from "../../errors.ts";
import type { Answer } from "../answer.ts";
import type { NextAddress, ReadContext, SourceReading } from "../source.ts";
import { isWithin } from "../within.ts";
import { moreAddress, moreSize, treeAddress } from "./addresses.ts";
import { commentItem, postItem } from "./items.ts";
import { comment, type More, more, moreChildren, postPage, readPosts, repliesOf, thing } from "./schema.ts";

/** A post's page. What it leaves out is asked for by further addresses, until every comment has come. */
export function readTree(answer: Answer, context: ReadContext): SourceReading {
  const [posts, comments] = answer.json(postPage);
  const postId = answer.url.pathname.slice(answer.url.pathname.lastIndexOf("/") + 1);
  const gathered = gather(comments.data.children, context);
  // The page of one deep comment repeats the post.
  const isWhole = !answer.url.searchParams.has("comment");
  const shown = isWhole ? readPosts(posts.data.children) : { good: [], unreadable: 0 };
  const top = shown.good.map((one) => postItem(one, context));
  const items = [...top, ...gathered.items];
  const [root] = top;
  const unreadable = shown.unreadable + gathered.unreadable;
  // Deleted comments that nobody answered just vanish. A tree that comes up empty proves nothing.
  const isAll = root !== undefined && gathered.rest.length === 0 && gathered.items.length > 0 && unreadable === 0;
  return {
    items: items.filter((item) => isWithin(item, context.order)),
    next: context.order.set.comments === "no" ? [] : addressesOf(gathered.rest, postId, context),
    unreadable,
    ...(isAll ? { allComments: { root: root.url, urls: gathered.items.map(({ url }) => url) } } : {}),
  };
}

/** Comments that were left out before; flat, and with rests of their own. */
export function readMore(answer: Answer, context: ReadContext): SourceReading {
  const { json } = answer.json(moreChildren);
  if (json.errors.length > 0) throw new SchemaError(`morechildren: ${JSON.stringify(json.errors).slice(0, 200)}`);
  const postId = (answer.url.searchParams.get("link_id") ?? "").replace(/^t3_/, "");
  const { items, rest, unreadable } = gather(json.data.things, context);
  return {
    items: items.filter((item) => isWithin(item, context.order)),
    next: addressesOf(rest, postId, context),
    unreadable,
  };
}

interface Gathered {
  items: Item[];
  rest: More[];
  unreadable: number;
}

/** Walks a tree without recursion: how deep it goes is the other side's choice. @throws SchemaError when nothing in it fits. */
function gather(children: readonly unknown[], context: ReadContext): Gathered {
  const gathered: Gathered = { items: [], rest: [], unreadable: 0 };
  const waiting = [...children].reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const one = thing.safeParse(next).data;
    const said = one?.kind === "t1" ? comment.safeParse(one.data).data : undefined;
    const left = one?.kind === "more" ? more.safeParse(one.data).data : undefined;
    if (said !== undefined) {
      gathered.items.push(commentItem(said, context));
      const replies = repliesOf(said);
      // What hangs below is there all the same, and must not pass for deleted.
      if (replies === null) gathered.unreadable += 1;
      for (const reply of replies?.toReversed() ?? []) waiting.push(reply);
    } else if (left !== undefined) gathered.rest.push(left);
    else gathered.unreadable += 1;
  }
  if (gathered.unreadable > 0 && gathered.items.length + gathered.rest.length === 0) {
    throw new SchemaError(`children: none of ${gathered.unreadable} comments could be read`);
  }
  return gathered;
}

function addressesOf(rest: readonly More[], postId: string, { order }: ReadContext): NextAddress[] {
  // Rests of many places go together, a hundred ids at a time.
  const ids = [...new Set(rest.flatMap(({ children }) => children))];
  const batches = Array.from({ length: Math.ceil(ids.length / moreSize) }, (_, index) =>
    ids.slice(index * moreSize, (index + 1) * moreSize),
  );
  // An empty rest: the thread goes on under its parent, on a page of its own.
  const parents = rest.flatMap(({ children, parent_id: parent }) =>
    children.length === 0 && parent.startsWith("t1_") ? [parent.slice(3)] : [],
  );
  return [
    ...batches.map((batch) => ({ url: moreAddress(order, postId, batch) })),
    ...[...new Set(parents)].map((parent) => ({ url: treeAddress(order, postId, parent) })),
  ];
}
