const words = (list: string): ReadonlySet<string> => new Set(list.split(" "));

/** Elements without content and end tag. */
export const voidTags = words(
  "area base basefont bgsound br col command embed frame hr img input isindex keygen link meta param source track wbr",
);

/** Elements that start a line of their own. */
export const blockTags = words(
  "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html iframe legend li main menu nav ol optgroup option p pre section summary table tbody td tfoot th thead title tr ul video",
);

/** Elements whose start closes an open paragraph (HTML Living Standard, "in body"). */
export const closesParagraph = words(
  "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre section summary table ul li dd dt",
);

/** Elements that belong to the head; anything else ends an open head. */
export const headTags = words("head title meta link base script style noscript template");

/** What an open element must not be searched across when an end tag looks for its start. */
export const scopeTags = words("table td th caption template button object html #document");

/** End tags that may cross cells and captions. */
export const tableTags = words("table tbody thead tfoot tr td th caption html body");

/** Attributes worth keeping; everything else is dropped while parsing. */
export const keptAttributes = words(
  "id class href src rel name content property itemprop itemtype itemscope datetime style hidden role aria-hidden aria-label type charset http-equiv data-src data-lazy-src data-original data-lazy data-url alt srcset data-srcset data-preloaded lang xml:lang value width height title",
);
