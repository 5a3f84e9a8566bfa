export type Direction = "client-to-server" | "server-to-client";

/**
 * An attacker's place on the path: sees every packet that is sent and says what travels on in its place. One packet
 * (this one, changed or not, or another), several in that order, or undefined: none. `packet` may be changed in place
 * and is valid during the call only; what is returned is copied. Must not throw.
 */
export type Tap = (packet: Uint8Array, direction: Direction) => Uint8Array | readonly Uint8Array[] | undefined;

/** The packets that travel on, each in memory of its own. */
export function tapped(tap: Tap | undefined, packet: Uint8Array, direction: Direction): readonly Uint8Array[] {
  if (!tap) return [packet];
  const passed = tap(packet, direction) ?? [];
  return (passed instanceof Uint8Array ? [passed] : passed).map((bytes) => Uint8Array.from(bytes));
}
