/** A post of a Naver blog. */
export interface PostId {
  blogId: string;
  logNo: string;
}

const hosts = new Set(["blog.naver.com", "m.blog.naver.com"]);

/**
 * The post behind any of its addresses: `blog.naver.com/ID/NUMBER`, `PostView.naver?blogId=&logNo=`, the older `PostView.nhn`, `?Redirect=Log`, the
 * same on `m.`, and `ID.blog.me/NUMBER`. Null for what is no post. `home` is where posts are, when an operator put another place for it.
 */
export function findPost(url: URL, home?: string): PostId | null {
  const [first = "", second = "", third] = url.pathname.split("/").slice(1);
  const owner = /^([\w-]{1,64})\.blog\.me$/.exec(url.hostname)?.[1];
  if (owner !== undefined) return postId(owner, first);
  if (!hosts.has(url.hostname) && url.origin !== home) return null;
  const { searchParams } = url;
  if (/^PostView\.(?:naver|nhn)$/i.test(first)) return postId(searchParams.get("blogId"), searchParams.get("logNo"));
  if (third !== undefined && third !== "") return null;
  return second === "" ? postId(first, searchParams.get("logNo")) : postId(first, second);
}

/** The one address by which a post is known. */
export function postUrl({ blogId, logNo }: PostId): string {
  return `https://blog.naver.com/${blogId}/${logNo}`;
}

/** Where its body is: the address above only frames this one. */
export function bodyUrl(home: string, { blogId, logNo }: PostId): string {
  return `${home}/PostView.naver?blogId=${blogId}&logNo=${logNo}`;
}

function postId(blogId: string | null, logNo: string | null): PostId | null {
  if (blogId === null || logNo === null) return null;
  return /^[\w-]{1,64}$/.test(blogId) && /^\d{1,20}$/.test(logNo) ? { blogId, logNo } : null;
}
