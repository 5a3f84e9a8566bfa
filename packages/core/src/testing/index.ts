export type { Faults } from "./faults.ts";
export { type FuzzOptions, type FuzzReport, fuzz } from "./fuzz.ts";
export { type InsecurePlainCipher, insecurePlain } from "./insecure-plain.ts";
export { type MemoryOptions, type MemoryTransport, memory } from "./memory.ts";
export { type SimulatedNetwork, type SimulatedNetworkOptions, simulatedNetwork } from "./network.ts";
export { type SeededRandom, seededRandom } from "./random.ts";
export type { RoadCounters } from "./road.ts";
export type { Direction, Tap } from "./tap.ts";
export { type VirtualClock, virtualClock } from "./virtual-clock.ts";
