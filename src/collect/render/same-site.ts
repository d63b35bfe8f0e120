import type { Cookie, Request } from "playwright-core";
import { siteOf } from "../scope.ts";

/**
 * The cookies that a browser would send along: those marked Lax (the default) or Strict go with requests of their own site alone, so a frame
 * of another site can do nothing in a person's name. What counts are all pages around the request, up to the window's.
 */
export function sentAlong(cookies: readonly Cookie[], request: Request, target: URL): readonly Cookie[] {
  return isOfSite(request, target) ? cookies : cookies.filter(({ sameSite }) => sameSite === "None");
}

function isOfSite(request: Request, target: URL): boolean {
  const site = siteOf(target.href);
  // A frame that is being filled is not yet the page that asks.
  let frame = request.isNavigationRequest() ? request.frame().parentFrame() : request.frame();
  for (; frame !== null; frame = frame.parentFrame()) {
    const around = frame.url();
    // Pages without an address of their own are written by the page around them.
    if (around === "" || /^about:/.test(around)) continue;
    const origin = URL.parse(around)?.origin ?? "null";
    if (origin === "null" || siteOf(origin) !== site) return false;
  }
  return true;
}
