export { type MemoryOptions, type MemoryTransport, memory } from "./memory.ts";
export { type SeededRandom, seededRandom } from "./random.ts";
export type { Direction, Tap } from "./tap.ts";
export { type VirtualClock, virtualClock } from "./virtual-clock.ts";
