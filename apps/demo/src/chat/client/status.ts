import type { SessionStats } from "@countersign/core";

export interface Status {
  /** How far files are; empty where there are none. */
  readonly progress: string;
  /** Cipher and transport. */
  readonly means: string;
  /** Undefined where there is no connection. */
  readonly stats: SessionStats | undefined;
  readonly names: readonly string[];
}

/** How things stand, in one row: what changes most comes first, since the row may be cut. */
export function statusRow({ progress, means, stats, names }: Status): string {
  const who = stats ? `${names.length} here: ${names.join(", ")}` : "NOT CONNECTED";
  const parts = [progress, means, stats && roadOf(stats), who];
  return ` ${parts.filter((part) => part).join(" │ ")} `;
}

/** What is known of a link that loses packets: the round trip, and how many of ours were taken for lost. */
function roadOf({ roundTripMs, packetsLost, packetsSent }: SessionStats): string {
  if (roundTripMs === undefined) return "";
  const roundTrip = roundTripMs < 10 ? roundTripMs.toFixed(1) : roundTripMs.toFixed(0);
  return `${roundTrip} ms, ${((100 * packetsLost) / Math.max(1, packetsSent)).toFixed(1)} % lost`;
}
