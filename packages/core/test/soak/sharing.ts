import { expect } from "vitest";
import type { Session } from "../../src/index.ts";
import { simulatedNetwork, virtualClock } from "../../src/testing/index.ts";
import { meetOn } from "./meeting.ts";

/** Two sessions send all they can through one bottleneck: each gets 30 to 70 % of it, and little of it is unused. */
export async function share(seed: number): Promise<void> {
  const clock = virtualClock();
  const bytesPerMs = 250;
  const network = simulatedNetwork({ seed, clock, delayMs: 20, bandwidth: bytesPerMs, queueBytes: 20_000 });
  const meetings = await meetOn(clock, network, 2, { sendBufferBytes: 128 * 1024 });
  for (const { client, server } of meetings) {
    server.on("message", () => {});
    flood(client);
  }
  const received = () => meetings.map(({ server }) => server.stats().bytesReceived);
  await clock.advance(5_000);
  const before = received();
  const ms = 20_000;
  await clock.advance(ms);
  const bytes = received().map((now, index) => now - (before[index] as number));
  const sum = bytes.reduce((one, other) => one + other, 0);
  for (const each of bytes) expect(each / sum, `shares ${bytes}`).toBeGreaterThan(0.3);
  expect(sum / (bytesPerMs * ms), "use").toBeGreaterThan(0.8);
  for (const { client } of meetings) client.abort();
}

function flood(session: Session): void {
  const more = (): unknown => session.send(Buffer.alloc(64 * 1024)).then(more, () => {});
  more();
}
