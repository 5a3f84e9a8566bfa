import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { seededRandom } from "@countersign/core/testing";

export interface LossyRelay extends AsyncDisposable {
  /** Dial this instead of the server. */
  readonly address: string;
  /** Datagrams that were lost here. */
  readonly lost: number;
  /** Speaks to the server from another port from now on, and no longer listens at the old one. */
  rebind(): Promise<void>;
}

/** A path for one client that loses datagrams at random and takes its time, in both directions alike. */
export async function startLossyRelay(
  target: string,
  { seed, loss, delayMs }: { readonly seed: number; readonly loss: number; readonly delayMs: number },
): Promise<LossyRelay> {
  const { hostname, port } = new URL(`udp://${target}`);
  const random = seededRandom(seed);
  const near = await open();
  let far = await open();
  let clientPort = 0;
  let lost = 0;
  const underWay = new Queue(delayMs);
  near.on("message", (datagram, from) => {
    clientPort = from.port;
    pass(() => far.send(datagram, Number(port), hostname));
  });
  hear(far);

  function hear(socket: Socket): void {
    socket.on("message", (datagram) => pass(() => near.send(datagram, clientPort, "127.0.0.1")));
  }

  function pass(send: () => void): void {
    if (random.chance(loss)) lost++;
    else underWay.push(send);
  }

  return {
    address: `127.0.0.1:${near.address().port}`,
    get lost() {
      return lost;
    },
    async rebind() {
      const old = far;
      far = await open();
      hear(far);
      old.removeAllListeners("message");
      // What it has sent already may still leave.
      await delay(2 * delayMs);
      old.close();
    },
    async [Symbol.asyncDispose]() {
      underWay.stop();
      for (const socket of [near, far]) socket.close();
    },
  };
}

/** What happens later, in its order. */
class Queue {
  readonly #delayMs: number;
  readonly #waiting: { readonly at: number; readonly act: () => void }[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(delayMs: number) {
    this.#delayMs = delayMs;
    this.#timer = setInterval(() => this.#run(), 1);
  }

  push(act: () => void): void {
    this.#waiting.push({ at: performance.now() + this.#delayMs, act });
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#waiting.length = 0;
  }

  #run(): void {
    const now = performance.now();
    const due = this.#waiting.findIndex(({ at }) => at > now);
    for (const { act } of this.#waiting.splice(0, due < 0 ? this.#waiting.length : due)) act();
  }
}

async function open(): Promise<Socket> {
  const socket = createSocket({ type: "udp4", recvBufferSize: 4 * 1024 * 1024, sendBufferSize: 4 * 1024 * 1024 });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return socket;
}
