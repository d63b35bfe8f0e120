export interface RedditComment {
  id: string;
  body: string;
  author: string;
  replies: RedditComment[];
}

export interface RedditPost {
  id: string;
  subreddit: string;
  title: string;
  selftext: string;
  author: string;
  /** Seconds since the epoch. */
  at: number;
  comments: RedditComment[];
  /** Where a link post leads. */
  link?: string;
  crosspostOf?: RedditPost;
  /** Who took it away. */
  removedBy?: "moderator" | "deleted";
}

const newest = Date.UTC(2026, 10, 20, 3) / 1_000;

/** Own Korean texts; the number makes each another. The later the number, the older. */
export function redditPost(n: number, more: Partial<RedditPost> = {}): RedditPost {
  return {
    id: `p${String(n).padStart(4, "0")}`,
    subreddit: "korea",
    title: `나루 이야기 ${n}: "뷁" & 뱃삯`,
    selftext: `${n}번째 나루에서 **배를** 기다렸다. 5 < 7 & 강바람이 좋았다.`,
    author: `boatman${n % 7}`,
    at: newest - n * 3_600,
    comments: [],
    ...more,
  };
}

export function redditComment(id: string, replies: RedditComment[] = []): RedditComment {
  return { id, body: `${id} 댓글: 강 건너 마을이 <그립다>.`, author: "ferry", replies };
}

/** So many comments beside each other. */
export function redditComments(prefix: string, count: number): RedditComment[] {
  return Array.from({ length: count }, (_, index) => redditComment(`${prefix}${index}`));
}

/** One below the other. */
export function redditThread(prefix: string, depth: number): RedditComment {
  let deepest = redditComment(`${prefix}${depth}`);
  for (let level = depth - 1; level >= 1; level -= 1) deepest = redditComment(`${prefix}${level}`, [deepest]);
  return deepest;
}
