import { setTimeout } from "node:timers/promises";
import { type Meter, openMeter } from "../wire/meter.ts";
import type { WireCount } from "../wire/wire-tally.ts";
import { Connection } from "./connection.ts";
import type { Found } from "./measure.ts";
import { messagesOf } from "./messages.ts";
import { say } from "./order.ts";
import type { Stage } from "./stage.ts";

/**
 * One sample: bytes on the wire, counted by a meter in between. `size` null: of a handshake, both ways, up to and with
 * the server's greeting. Otherwise: of one message, one way, on an idle connection. A message repeated by a timer, or an
 * acknowledgement that came early, depends on the machine; so this is what the cheapest of several attempts took.
 */
export async function measureFootprint(stage: Stage, size: number | null): Promise<Found> {
  const meter = await openMeter(stage.transport, stage.address);
  try {
    const counts = size === null ? await countHandshakes(stage, meter) : await countMessages(stage, meter, size);
    const bytesOf = ({ bytesThere, bytesBack }: WireCount) => bytesThere + (size === null ? bytesBack : 0);
    const [wire] = counts.sort((one, other) => bytesOf(one) - bytesOf(other)) as [WireCount];
    return { samples: [bytesOf(wire)], wire };
  } finally {
    meter.close();
  }
}

async function countHandshakes({ dialBy }: Stage, meter: Meter): Promise<WireCount[]> {
  const dial = await dialBy(meter.address);
  const counts: WireCount[] = [];
  while (counts.length < attempts) {
    meter.take();
    const connection = await Connection.open(dial);
    counts.push(meter.take());
    await connection.close();
    await setTimeout(quietMs);
  }
  return counts;
}

async function countMessages({ dialBy }: Stage, meter: Meter, size: number): Promise<WireCount[]> {
  const connection = await Connection.open(await dialBy(meter.address));
  connection.order({ kind: "acknowledge", size });
  const messages = messagesOf(size);
  const counts: WireCount[] = [];
  for (let number = 0; counts.length < attempts; number++) {
    // Acknowledgements of what went before have their time.
    await setTimeout(quietMs);
    meter.take();
    await connection.send(messages[number % messages.length] as Buffer);
    await connection.expect(say.received(1));
    // What goes with the order is none of the first message's business.
    if (number > 0) counts.push(meter.take());
  }
  await connection.close();
  return counts;
}

const attempts = 15;
const quietMs = 60;
