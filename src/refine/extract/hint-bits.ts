/** What a class, id or role says about an element; bits of `HtmlElement.hints`. */
export const hint = {
  /** Navigation, sidebars, ads, sharing, related links: never part of the text. */
  chrome: 1,
  /** Readers' comments: part of the text only where the page is a conversation. */
  comment: 2,
  /** Byline, date, counts beside a text. */
  meta: 4,
  /** A wrapper that holds the main text and little else. */
  body: 8,
  /** Says in a general way that content is inside. */
  content: 16,
  /** One message of a conversation. */
  post: 32,
  /** Not shown. */
  hidden: 64,
  /** Reviews of a product: part of the text of a product page. */
  review: 128,
  /** Caption of a picture. */
  caption: 256,
  /** What a member appends to every message. */
  signature: 512,
  /** Belongs to a forum, a board or a question page as a whole. */
  board: 1024,
  /** Footer or navigation of the page, by a name that says nothing else. */
  frame: 2048,
  /** Header of the page or of a text, by such a name. */
  head: 4096,
  /** Announces another page: chrome of a text, content of a list. */
  teaser: 8192,
  /** Chrome if it holds what chrome holds: a word of chrome beside other words (`share-price`), or one for links and buttons alone (`menu`). */
  maybeChrome: 16384,
  /** The same of bylines and counts: `author-story`, `vote-results`. */
  maybeMeta: 32768,
  /** The same of readers' words: `comment-enabled`, `reply-letter`. */
  maybeComment: 65536,
  /** Asks for consent to cookies, by name or as a dialog. */
  consent: 131072,
} as const;
