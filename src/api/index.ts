export { type ApiOptions, createApi, localHosts } from "./create-api.ts";
export { defaultLimits, type RateLimit, type RateLimits } from "./guards/rate-limit.ts";
export type { ApiOperations, ApiServices, Levels, RawCapture, ReplayPage } from "./services.ts";
