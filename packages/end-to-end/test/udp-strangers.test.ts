import { randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { type Cipher, connect, type Limits, listen, type PublicKey } from "@countersign/core";
import { udp } from "@countersign/transport-udp";
import { describe, expect, it } from "vitest";
import { authentications, ciphers } from "./combinations.ts";

const routeIdBytes = 8;
const [cipher, otherCipher] = [await ciphers["sealed-box"](), await ciphers.hybrid()];
const [identity, otherIdentity] = [await cipher.generateIdentity(), await cipher.generateIdentity()];
const ours = await recordedHello(cipher, identity.publicKey);

interface FirstPacket {
  readonly what: string;
  readonly answered: boolean;
  readonly limits?: Partial<Limits>;
  make(): Promise<Buffer> | Buffer;
}

const firstPackets: readonly FirstPacket[] = [
  { what: "a HELLO that is accepted", answered: true, make: () => ours },
  { what: "one that does not open", answered: true, make: () => changed(ours, ours.length - 1, 0) },
  { what: "one of another version", answered: true, make: () => changed(ours, routeIdBytes + 1, 2) },
  { what: "one of another suite", answered: true, make: helloOfAnotherSuite },
  { what: "one for another key", answered: true, make: () => recordedHello(cipher, otherIdentity.publicKey) },
  { what: "one to a server under load", answered: true, make: () => ours, limits: { cookieAboveHalfOpen: 0 } },
  { what: "one to a server that is full", answered: true, make: () => ours, limits: { maxHalfOpen: 1 } },
  { what: "a short one", answered: false, make: () => ours.subarray(0, 500) },
  { what: "a fragment", answered: false, make: () => changed(ours, routeIdBytes, 0xc7) },
  { what: "a packet of a session", answered: false, make: () => changed(ours, routeIdBytes, 1) },
  { what: "garbage", answered: false, make: () => randomBytes(1_208) },
];

// spec: H-4, H-16, H-19
describe("over UDP, who says nothing more gets at most three times the bytes of its first packet", () => {
  it.each(firstPackets)("$what, sent once and again", { timeout: 30_000 }, async ({ answered, make, limits = {} }) => {
    const server = await listen({
      transport: udp(),
      address: "127.0.0.1:0",
      cipher,
      identity,
      authenticate: authentications.none().server,
      limits: { handshakeTimeoutMs: 500, refusalFloorMs: 20, ...limits },
    });
    const stranger = await openSocket();
    const port = Number(new URL(`udp://${server.address}`).port);
    const datagram = await make();
    let [sent, received] = [0, 0];
    stranger.on("message", ({ length }) => {
      received += length;
      expect(received, "bytes for one address").toBeLessThanOrEqual(3 * sent);
    });
    const say = (packet: Buffer) => {
      sent += packet.length;
      stranger.send(packet, port, "127.0.0.1");
    };
    // Someone else has the only place, where there is one only.
    if (limits.maxHalfOpen) stranger.send(changed(ours, 0, 0xff), port, "127.0.0.1");
    say(datagram);
    await delay(100);
    for (let count = 0; count < 20; count++) say(datagram);
    await expect.poll(() => server.stats().halfOpen, { timeout: 10_000 }).toBe(0);
    await delay(50);
    expect(received > 0).toBe(answered);
    expect(received).toBeLessThanOrEqual(3 * sent);
    stranger.close();
    await server.close();
  });
});

async function helloOfAnotherSuite(): Promise<Buffer> {
  return recordedHello(otherCipher, (await otherCipher.generateIdentity()).publicKey);
}

/** The first datagram of a client that dials somebody who does not answer. */
async function recordedHello(suite: Cipher, server: PublicKey): Promise<Buffer> {
  const mute = await openSocket();
  const heard = once(mute, "message") as Promise<[Buffer]>;
  const control = new AbortController();
  const connecting = connect({
    transport: udp(),
    address: `127.0.0.1:${mute.address().port}`,
    cipher: suite,
    server,
    authenticate: authentications.none().client,
    signal: control.signal,
  });
  const [hello] = await heard;
  control.abort();
  await connecting.catch(() => {});
  mute.close();
  return hello;
}

async function openSocket(): Promise<Socket> {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return socket;
}

function changed(datagram: Buffer, at: number, to: number): Buffer {
  const copy = Buffer.from(datagram);
  copy[at] = to;
  return copy;
}
