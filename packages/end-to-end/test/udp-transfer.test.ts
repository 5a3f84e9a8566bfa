import { createHash } from "node:crypto";
import { connect, listen, type Session } from "@countersign/core";
import { seededRandom } from "@countersign/core/testing";
import { udp } from "@countersign/transport-udp";
import { describe, expect, it } from "vitest";
import { authentications, ciphers } from "./combinations.ts";
import { startLossyRelay } from "./lossy-relay.ts";

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32));
const megabyte = 2 ** 20;

// spec
describe(`over UDP, through a relay, seed ${seed}:`, { timeout: 180_000 }, () => {
  it("200 MiB arrive unchanged at 5 % loss and 20 ms each way", async () => {
    await using stage = await scene({ loss: 0.05, delayMs: 20 });
    const { sent, received } = await stage.transfer("to server", 200);
    expect(received).toBe(sent);
    expect(stage.relay.lost).toBeGreaterThan(100);
  });

  // spec: R-13
  it.each(["to server", "to client"] as const)(
    "a transfer %s survives a new address every second",
    async (direction) => {
      await using stage = await scene({ loss: 0.01, delayMs: 5 });
      let moves = 0;
      const moving = setInterval(() => {
        moves++;
        void stage.relay.rebind();
      }, 1_000);
      try {
        const { sent, received } = await stage.transfer(direction, 1, () => moves < 4);
        expect(received).toBe(sent);
      } finally {
        clearInterval(moving);
      }
    },
  );
});

/** A client and a server with a relay between them. */
async function scene(faults: { readonly loss: number; readonly delayMs: number }) {
  const cipher = await ciphers["sealed-box"]();
  const identity = await cipher.generateIdentity();
  const authentication = authentications["hmac-sha256"]();
  const transport = udp();
  const server = await listen({
    transport,
    address: "127.0.0.1:0",
    cipher,
    identity,
    authenticate: authentication.server,
  });
  const relay = await startLossyRelay(server.address, { seed, ...faults });
  const client = await connect({
    transport,
    address: relay.address,
    cipher,
    server: identity.publicKey,
    authenticate: authentication.client,
  });
  const [accepted] = server.sessions as Iterable<Session>;
  return {
    relay,
    /** Sends so many MiB, and more while that is asked for. Returns the SHA-256 of what was sent and of what came. */
    async transfer(direction: "to server" | "to client", megabytes: number, more = () => false) {
      const [from, to] = direction === "to server" ? [client, accepted as Session] : [accepted as Session, client];
      const [sent, received] = await Promise.all([send(from, megabytes, more), receive(to)]);
      return { sent, received };
    },
    async [Symbol.asyncDispose]() {
      client.abort();
      await server.close({ drain: 10 });
      await relay[Symbol.asyncDispose]();
    },
  };
}

async function send(session: Session, megabytes: number, more: () => boolean): Promise<string> {
  const hash = createHash("sha256");
  const random = seededRandom(seed);
  const contents = Buffer.from(random.bytes(megabyte));
  for (let count = 0; count < megabytes || more(); count++) {
    contents.writeUInt32BE(count, 0);
    for (let at = 0; at < megabyte; ) {
      const part = contents.subarray(at, at + 1 + random.integer(100_000));
      hash.update(part);
      await session.send(part);
      at += part.length;
    }
  }
  await session.close({ timeout: 60_000 });
  return hash.digest("hex");
}

async function receive(session: Session): Promise<string> {
  const hash = createHash("sha256");
  for await (const messages of session.batches()) for (const message of messages) hash.update(message);
  return hash.digest("hex");
}
