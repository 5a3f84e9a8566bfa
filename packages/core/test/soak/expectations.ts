import { expect } from "vitest";
import { defaultLimits } from "../../src/index.ts";
import type { Plan } from "./plan.ts";
import type { Run } from "./run-plan.ts";

type Role = "client" | "server";

const ends: readonly [Role, Role][] = [
  ["client", "server"],
  ["server", "client"],
];

/** Every message has arrived, and both ends know. */
export function expectProperEnd(plan: Plan, { checks, outcomes, establishedAt }: Run): void {
  expect([checks.client.complete, checks.server.complete], "messages are complete").toEqual([true, true]);
  for (const [role, other] of ends) {
    // Nobody can know that the other is gone when its last words get lost, all of them.
    if (outcomes[role].code !== undefined && wasCutOff(plan, outcomes[other].at - establishedAt)) continue;
    expect(outcomes[role].code, `${role}'s end`).toBe(undefined);
  }
}

/** In the dark, or at an address that the client has left. */
function wasCutOff({ events }: Plan, at: number): boolean {
  return events.some((event) => {
    if (event.kind === "dark") return at > event.at - lastWordMs && at < event.until;
    return event.kind === "rebind" && at > event.at - lastWordMs && at < event.at + lastWordMs;
  });
}

/** What a path that dies leaves to each end: a proper end only if everything has arrived, and else an error in time. */
export function expectTimelyEnd(plan: Plan, { checks, outcomes, closedAt, establishedAt }: Run): void {
  const { idleTimeoutMs = 0, closeTimeoutMs = 0 } = plan.limits;
  for (const [role, other] of ends) {
    const { code, at } = outcomes[role];
    const latest = latestWord(plan) + idleTimeoutMs * 2 + pausesMs(plan);
    const byClose = Number.isNaN(closedAt[role])
      ? Number.POSITIVE_INFINITY
      : closedAt[role] - establishedAt + closeTimeoutMs;
    if (code === undefined) {
      expect([checks.client.complete, checks.server.complete], "messages are complete").toEqual([true, true]);
    } else if (code !== "ERR_COUNTERSIGN_IDLE_TIMEOUT") {
      // Who gives up says so, and that may arrive.
      const isTold = outcomes[other].code !== undefined && outcomes[other].at < at;
      const told = ["ERR_COUNTERSIGN_PEER_ABORTED", "ERR_COUNTERSIGN_TRUNCATED"];
      if (!isTold || !told.includes(code)) expect(code).toBe("ERR_COUNTERSIGN_CLOSE_TIMEOUT");
    }
    expect(at - establishedAt, `${role}'s time`).toBeLessThan(Math.min(latest, byClose) + 1_000);
  }
}

/** Neither end keeps more than its windows and buffers are, and one message. */
export function expectBoundedMemory({ limits, sizes }: Plan, { watch, sent }: Run): void {
  const { windowBytes, sendBufferBytes, receiveBufferBytes } = { ...defaultLimits, ...limits };
  const largest = Math.max(...sizes) + 8;
  for (const [role, other] of ends) {
    const kept = watch.kept[role];
    expect(kept.unacknowledged, `${role}'s unacknowledged bytes`).toBeLessThanOrEqual(windowBytes);
    expect(kept.unsent, `${role}'s unsent bytes`).toBeLessThanOrEqual(sendBufferBytes + largest);
    const most = windowBytes + receiveBufferBytes + largest + 2 * blockBytes + perMessageBytes * sent[other].length;
    expect(kept.unread, `${role}'s unread bytes`).toBeLessThanOrEqual(most);
  }
}

/** So many packets as messages and losses ask for, and not one after another for nothing. */
export function expectFewPackets({ faults, sizes, talk }: Plan, { watch, clock, establishedAt }: Run): void {
  const bytes = sizes.reduce((sum, size) => sum + size, 0) * (talk === "up" || talk === "down" ? 1 : 2);
  const loss = 1 - (1 - (faults.loss ?? 0)) * (1 - (faults.corruption ?? 0));
  const needed = (bytes / 1_100 + 2 * sizes.length) / (1 - loss) ** 2;
  const seconds = (clock.now() - establishedAt) / 1_000;
  const packets = watch.packets["client-to-server"] + watch.packets["server-to-client"];
  expect(packets, "packets").toBeLessThan(packetsForEach(faults) * needed + 3 * seconds + 100);
}

/** What is overtaken is taken for lost, and acknowledged by itself; jitter many times the delay overtakes most of it. */
function packetsForEach({ delayMs = 0, jitterMs = 0, reordering = 0 }: Plan["faults"]): number {
  if (jitterMs > 20 * delayMs) return 16;
  return jitterMs || reordering ? 8 : 3;
}

function latestWord({ events }: Plan): number {
  return Math.max(...events.map((event) => (event.kind === "dark" ? event.until : event.at)));
}

function pausesMs({ readers, sizes }: Plan): number {
  return Math.max(
    ...[readers.client, readers.server].map(({ kind, pauseMs }) =>
      kind === "slow" ? pauseMs * sizes.length : kind === "pausing" ? pauseMs : 0,
    ),
  );
}

const lastWordMs = 3_000;
const blockBytes = 16 * 1024;
const perMessageBytes = 250;
