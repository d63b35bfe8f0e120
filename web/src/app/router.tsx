import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  retainSearchParams,
} from "@tanstack/react-router";
import { type Language, languages } from "../i18n/language.ts";
import { ErrorScreen } from "./error-screen.tsx";
import { type FilterSearch, readFilters, readRange } from "./filters.ts";
import { NotFoundScreen } from "./not-found-screen.tsx";
import type { RangeSearch } from "./range.ts";
import { oneOf, oneText, parseSearch, stringifySearch, wholeNumber } from "./search-params.ts";
import { Shell } from "./shell.tsx";

export interface RootSearch {
  lang?: Language | undefined;
}

export interface OverviewSearch extends RangeSearch {
  interval?: "day" | "week" | "month" | undefined;
}

export const panelViews = ["text", "lineage", "archive"] as const;

export interface DocumentsSearch extends FilterSearch {
  sort?: "oldest" | undefined;
  /** Document in the panel. */
  doc?: number | undefined;
  view?: (typeof panelViews)[number] | undefined;
}

export const detailViews = ["failures", "captures"] as const;

export interface CollectionSearch {
  view?: (typeof detailViews)[number] | undefined;
  reason?: string | undefined;
}

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFoundScreen,
  validateSearch: (raw: Record<string, unknown>): RootSearch => ({ lang: oneOf(languages, raw.lang) }),
  search: { middlewares: [retainSearchParams(["lang"])] },
});

const overview = createRoute({
  getParentRoute: () => root,
  path: "/",
  validateSearch: (raw: Record<string, unknown>): OverviewSearch => ({
    ...readRange(raw),
    interval: oneOf(["day", "week", "month"], raw.interval),
  }),
  component: lazyRouteComponent(() => import("../pages/overview/overview-page.tsx"), "OverviewPage"),
});

const collect = createRoute({
  getParentRoute: () => root,
  path: "/collect",
  // A source by id; any other word means: whichever can be asked.
  validateSearch: (raw: Record<string, unknown>): { ask?: string | undefined } => ({
    ask: typeof raw.ask === "string" ? raw.ask : undefined,
  }),
  component: lazyRouteComponent(() => import("../pages/collect/collect-page.tsx"), "CollectPage"),
});

const collection = createRoute({
  getParentRoute: () => root,
  path: "/collect/$id",
  validateSearch: (raw: Record<string, unknown>): CollectionSearch => ({
    view: oneOf(detailViews, raw.view),
    reason: oneText(raw.reason),
  }),
  component: lazyRouteComponent(() => import("../pages/collect/collection-page.tsx"), "CollectionPage"),
});

const sources = createRoute({
  getParentRoute: () => root,
  path: "/sources",
  component: lazyRouteComponent(() => import("../pages/sources/sources-page.tsx"), "SourcesPage"),
});

const documents = createRoute({
  getParentRoute: () => root,
  path: "/documents",
  validateSearch: (raw: Record<string, unknown>): DocumentsSearch => ({
    ...readFilters(raw),
    sort: oneOf(["oldest"], raw.sort),
    doc: wholeNumber(raw.doc),
    view: oneOf(panelViews, raw.view),
  }),
  component: lazyRouteComponent(() => import("../pages/documents/documents-page.tsx"), "DocumentsPage"),
});

const predict = createRoute({
  getParentRoute: () => root,
  path: "/predict",
  validateSearch: (raw: Record<string, unknown>): { text?: string | undefined } => ({ text: oneText(raw.text) }),
  component: lazyRouteComponent(() => import("../pages/predict/predict-page.tsx"), "PredictPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([overview, collect, collection, sources, documents, predict]),
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  defaultErrorComponent: ErrorScreen,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
