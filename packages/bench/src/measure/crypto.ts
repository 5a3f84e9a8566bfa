import type { Sealing } from "../subjects/subject.ts";
import { isMessage, messagesOf } from "./messages.ts";
import { sample, type Timing } from "./sample.ts";

/**
 * One iteration seals and opens a batch of messages, one after the other, in megabytes (10⁶ bytes) of messages a second.
 * What was opened is compared with what was sealed before the next batch, outside of the time.
 */
export async function measureCrypto(sealing: Sealing, size: number, timing: Timing): Promise<number[]> {
  const messages = messagesOf(size);
  const count = countFor(sealing, messages, timing.batchMs);
  let opened: (Uint8Array | undefined)[] = [];
  const iterate = async () => {
    opened = Array.from({ length: count }, (_, number) => sealAndOpen(sealing, messages, number));
  };
  const verify = () => {
    for (const [number, message] of opened.entries()) {
      if (!message || !isMessage(message, messages, number)) throw new Error(`message ${number} was opened changed`);
    }
    opened = [];
  };
  const times = await sample(timing, iterate, { afterEach: verify });
  return times.map((ms) => (size * count) / 1e6 / (ms / 1e3));
}

/** So many that a batch takes `batchMs`, or a little longer. */
function countFor(sealing: Sealing, messages: readonly Buffer[], batchMs: number): number {
  for (let count = 1; ; count *= 2) {
    const start = performance.now();
    for (let number = 0; number < count; number++) sealAndOpen(sealing, messages, number);
    const tookMs = performance.now() - start;
    if (tookMs >= batchMs / 2) return Math.max(1, Math.round((count * batchMs) / tookMs));
  }
}

function sealAndOpen(sealing: Sealing, messages: readonly Buffer[], number: number): Uint8Array | undefined {
  return sealing.open(sealing.seal(messages[number % messages.length] as Buffer));
}
