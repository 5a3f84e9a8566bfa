import { join } from "./bytes.ts";
import type { AeadName } from "./key-schedule.ts";
import { Direction } from "./packets.ts";
import type { Road } from "./road.ts";

/** A session in epoch 1. Plaintexts are frames. */
export interface Channel extends AsyncDisposable {
  readonly exporter: Buffer;
  send(...frames: readonly Uint8Array[]): void;
  /** Undefined when the link is at its end. */
  receive(): Promise<Buffer | undefined>;
}

export function channel(road: Road, aead: AeadName, ours: Buffer, theirs: Buffer, exporter: Buffer): Channel {
  const [sending, receiving] = [new Direction(aead, ours, 1), new Direction(aead, theirs, 1)];
  return {
    exporter,
    send: (...frames) => road.send(sending.seal(join(...frames))),
    async receive() {
      const packet = await road.receive();
      return packet && receiving.open(packet);
    },
    [Symbol.asyncDispose]: () => road[Symbol.asyncDispose](),
  };
}
