export { type SeededRandom, seededRandom } from "./random.ts";
export { type VirtualClock, virtualClock } from "./virtual-clock.ts";
