/** Why a part of a page is not fetched. */
export type BlockedKind = "image" | "font" | "media" | "analytics" | "advertising" | "widget" | "beacon";

const byType: Readonly<Record<string, BlockedKind>> = {
  image: "image",
  imageset: "image",
  font: "font",
  media: "media",
  texttrack: "media",
  ping: "beacon",
  cspviolationreport: "beacon",
  manifest: "image",
};

/** Hosts that count, sell and decorate; a page's text never comes from them. Subdomains are meant too. */
const byHost: Readonly<Record<"analytics" | "advertising" | "widget", readonly string[]>> = {
  analytics: [
    "google-analytics.com",
    "googletagmanager.com",
    "analytics.google.com",
    "wcs.naver.net",
    "wcs.naver.com",
    "nlog.naver.com",
    "ssl-wcs.naver.net",
    "logins.daum.net",
    "track.tiara.kakao.com",
    "stat.tiara.kakao.com",
    "hotjar.com",
    "clarity.ms",
    "amplitude.com",
    "mixpanel.com",
    "segment.io",
    "segment.com",
    "scorecardresearch.com",
    "newrelic.com",
    "nr-data.net",
    "bat.bing.com",
    "acecounter.com",
    "logger.co.kr",
    "airbridge.io",
    "appsflyer.com",
    "braze.com",
    "beusable.net",
  ],
  advertising: [
    "doubleclick.net",
    "googlesyndication.com",
    "googleadservices.com",
    "adservice.google.com",
    "adnxs.com",
    "criteo.com",
    "criteo.net",
    "taboola.com",
    "outbrain.com",
    "dable.io",
    "mobon.net",
    "realclick.co.kr",
    "interworksmedia.co.kr",
    "widerplanet.com",
    "adop.cc",
    "adpopcorn.com",
    "display.ad.daum.net",
    "siape.veta.naver.com",
    "veta.naver.com",
    "adcr.naver.com",
    "ader.naver.com",
    "amazon-adsystem.com",
    "teads.tv",
    "pubmatic.com",
    "rubiconproject.com",
    "connect.facebook.net",
    "analytics.tiktok.com",
    "ads-twitter.com",
  ],
  widget: ["channel.io", "intercom.io", "intercomcdn.com", "zdassets.com", "crisp.chat", "tawk.to", "addthis.com"],
};
const kindOfHost = new Map<string, BlockedKind>(
  Object.entries(byHost).flatMap(([kind, hosts]) => hosts.map((host) => [host, kind as BlockedKind] as const)),
);

/**
 * The kind that keeps a request of a page from being made, or null when it is made.
 * @param type resource type in the browser's words. @param pictures whether images and fonts are wanted.
 */
export function blockedKind(url: URL, type: string, pictures: boolean): BlockedKind | null {
  const kind = byType[type] ?? null;
  if (kind !== null && !(pictures && (kind === "image" || kind === "font"))) return kind;
  for (let host = url.hostname; host.includes("."); host = host.slice(host.indexOf(".") + 1)) {
    const known = kindOfHost.get(host);
    if (known !== undefined) return known;
  }
  return null;
}
