export { type SiteName, siteNames } from "./page.ts";
export { type SampleOptions, type SampleSites, serveSamples } from "./serve-samples.ts";
