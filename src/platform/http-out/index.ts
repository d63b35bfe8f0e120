export { isPublicAddress, literalAddress } from "./address-guard.ts";
export { type AllowList, allowList } from "./allow-list.ts";
export { type Resolve, systemResolve } from "./guarded-lookup.ts";
export { OutgoingError, type OutgoingFault } from "./outgoing-error.ts";
export type { OutgoingRequest, OutgoingResponse, RawHeaders } from "./outgoing-exchange.ts";
export { createOutgoingHttp, type OutgoingHttp, type OutgoingOptions } from "./outgoing-http.ts";
