import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { ByteReader } from "../../src/bytes.ts";
import { parseFrames } from "../../src/packet/frame.ts";
import { FrameType } from "../../src/wire.ts";
import { x25519KeyPair } from "../fixtures/drawn.ts";
import { fromHex, hex } from "../fixtures/hex.ts";
import type { MachineSide } from "../fixtures/machine-side.ts";
import {
  type RecordedPacket,
  type RecordedSession,
  recordedClient,
  recordedServer,
} from "../fixtures/recorded-session.ts";
import { vectors } from "../fixtures/vectors.ts";

// Key pairs are drawn inside of OpenSSL: this is where a recorded one comes in.
vi.mock("node:crypto", async (original) => {
  const crypto = await original<typeof import("node:crypto")>();
  return { ...crypto, generateKeyPairSync: vi.fn(crypto.generateKeyPairSync) };
});

const sides = {
  client: { make: recordedClient, drawn: ({ client }: RecordedSession) => client.ephemeralPrivateKey },
  server: { make: recordedServer, drawn: ({ server }: RecordedSession) => server.encapsulationPrivateKey },
};

// spec: W-1, W-2, W-4, W-6, W-7, H-1, H-2, H-5, K-1, K-4, K-5, K-6, A-2, A-9, P-1, P-4, R-1, R-16, R-19
describe.each(["sessions-hybrid", "sessions-sealed-box"])("%s", (file) => {
  it.each(vectors<RecordedSession>(file))("$comment", async (session) => {
    for (const role of ["client", "server"] as const) {
      const keyPair = x25519KeyPair(fromHex(sides[role].drawn(session)));
      vi.mocked(generateKeyPairSync).mockReturnValueOnce(keyPair as never);
      const side = sides[role].make(session);
      for (const packet of [...handshakeOf(session), ...session.packets]) await take(side, role, packet);
      side.collect();
      expect(side.closed, `${role}'s end`).toEqual({ error: undefined });
      expect(hex(side.binding as Buffer), `${role}'s binding`).toBe(session.exporter);
      const { name, mechanism } = session.client;
      expect(side.peer).toEqual(role === "server" && name ? { name, mechanism } : { mechanism });
    }
  });
});

function handshakeOf({ hello, accept }: RecordedSession): RecordedPacket[] {
  return [
    { from: "client", epoch: -1, plaintext: "", packet: hello },
    { from: "server", epoch: -1, plaintext: "", packet: accept },
  ];
}

/** A packet of our own is to be the recorded one, byte for byte; one of the peer's is taken. */
async function take(side: MachineSide, role: string, { from, epoch, plaintext, packet }: RecordedPacket) {
  if (from === role) {
    if (epoch === 1) wish(side, fromHex(plaintext));
    expect(hex(side.nextPacket(0) ?? Buffer.alloc(0)), `${from}, epoch ${epoch}: ${plaintext}`).toBe(packet);
  } else {
    expect(side.nextPacket(0), `${role} has nothing to say before ${plaintext}`).toBeUndefined();
    side.arrive(fromHex(packet));
    side.read(0);
  }
  side.collect();
  while (await side.work(() => 0)) side.collect();
}

/** Asks for what these frames say. */
function wish({ machine }: MachineSide, plaintext: Buffer): void {
  parseFrames(plaintext, {
    handleFrame(type, bytes, start, end) {
      const value = Buffer.from(bytes.subarray(start, end));
      if (type === FrameType.message) machine.send(value);
      else if (type === FrameType.stream) for (const message of messagesOf(value)) machine.send(message);
      else if (type === FrameType.datagram) machine.traffic?.delivery.sendDatagram(value);
      else if (type === FrameType.close || type === FrameType.fin) machine.close(0);
    },
  });
}

/** The whole messages in a piece of the stream. */
function messagesOf(piece: Buffer): Buffer[] {
  const reader = new ByteReader(piece);
  const messages: Buffer[] = [];
  while (reader.left > 0) messages.push(Buffer.from(reader.take(reader.varint())));
  return messages;
}
