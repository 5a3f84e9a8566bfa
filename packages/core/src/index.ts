export type * from "./authenticator.ts";
export type * from "./cipher.ts";
export { type Clock, systemClock } from "./driver/clock.ts";
export * from "./errors.ts";
export { fingerprint } from "./fingerprint.ts";
export { defaultLimits, type Limits } from "./limits.ts";
export type * from "./link.ts";
