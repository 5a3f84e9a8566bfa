import type { SimulatedNetwork, VirtualClock } from "../../src/testing/index.ts";
import { meet } from "./meeting.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { ParcelCheck } from "./parcels.ts";
import type { NetworkEvent, Plan } from "./plan.ts";
import { answer, ask, hear, type Talker, tell } from "./talk.ts";
import { Watch } from "./watch.ts";

export interface Run {
  readonly watch: Watch;
  readonly checks: Readonly<Record<"client" | "server", ParcelCheck>>;
  readonly outcomes: Readonly<Record<"client" | "server", Outcome>>;
  /** When each end called `close`; NaN: it did not. */
  readonly closedAt: Record<"client" | "server", number>;
  /** Bytes and number of the messages in each direction, as planned. */
  readonly sent: Readonly<Record<"client" | "server", readonly number[]>>;
  readonly establishedAt: number;
  readonly clock: VirtualClock;
}

/** Does what a plan says, until nothing is left to be done; which takes an hour of virtual time at most. */
export async function run(plan: Plan): Promise<Run> {
  const { seed, faults, maxPacketBytes, hints, limits, talk, sizes, readers, events } = plan;
  const where = `seed ${seed}`;
  const watch = new Watch();
  const meeting = await meet({ seed, ...faults, maxPacketBytes, hints, onPacket: watch.tap, limits });
  const { clock, network, client, server } = meeting;
  watch.begin(client, server);
  const establishedAt = clock.now();
  const backwards = sizes.toReversed();
  const sent = { client: talk === "down" ? [] : sizes, server: talk === "up" ? [] : backwards };
  const checks = {
    client: new ParcelCheck("server", sent.server, where),
    server: new ParcelCheck("client", sent.client, where),
  };
  const outcomes = { client: outcomeOf(client, clock), server: outcomeOf(server, clock) };
  const closedAt = { client: Number.NaN, server: Number.NaN };
  const talker = (role: "client" | "server"): Talker => ({
    role,
    session: role === "client" ? client : server,
    clock,
    reader: readers[role],
    check: checks[role],
    isOver: () => outcomes[role].over,
    closing: () => {
      closedAt[role] = clock.now();
    },
  });
  const ends = [talker("client"), talker("server")] as const;
  const talks = talk === "answers" ? [ask(ends[0], sizes), answer(ends[1], backwards)] : [];
  if (talk !== "answers") {
    talks.push(...ends.map((end) => hear(end)));
    if (talk !== "down") talks.push(tell(ends[0], sizes));
    if (talk !== "up") talks.push(tell(ends[1], backwards));
  }
  for (const event of events) schedule(event, clock, network, establishedAt);
  await clock.runUntil(() => outcomes.client.over && outcomes.server.over, 3_600_000);
  watch.look();
  meeting.stopListening();
  await clock.runUntilSettled(Promise.all(talks), 3_600_000);
  await clock.runUntilIdle();
  return { watch, checks, outcomes, closedAt, sent, establishedAt, clock };
}

function schedule(event: NetworkEvent, clock: VirtualClock, network: SimulatedNetwork, from: number): void {
  const at = (ms: number, then: () => void) => clock.setTimer(then, from + ms);
  switch (event.kind) {
    case "dark":
      at(event.at, () => network.change({ dark: true }));
      at(event.until, () => network.change({ dark: false }));
      return;
    case "mtu":
      return void at(event.at, () => network.change({ mtu: event.bytes }));
    case "rebind":
      return void at(event.at, () => network.clients[0] && network.rebind(network.clients[0]));
    case "dead":
      // Darkness that ends later must not revive it.
      return void at(event.at, () => {
        for (const direction of event.directions) network.change({ loss: 1 }, direction);
      });
  }
}
