import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect as connectTcp, createServer, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { connect } from "@countersign/core";
import { tcp } from "@countersign/transport-tcp";
import { describe, expect, it } from "vitest";
import { codeOf, parties, scene } from "./witness.ts";

const http = Buffer.from("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

// spec: H-10, S-3
describe("a stranger who connects to our server", () => {
  const strangers: Record<string, [speak: (socket: Socket) => void, code: string]> = {
    "speaks HTTP": [(socket) => socket.write(http), "ERR_COUNTERSIGN_NOT_COUNTERSIGN"],
    "speaks TLS": [(socket) => void connectTls({ socket }).on("error", () => {}), "ERR_COUNTERSIGN_NOT_COUNTERSIGN"],
    "sends random bytes": [(socket) => socket.write(randomBytes(10_000)), "ERR_COUNTERSIGN_NOT_COUNTERSIGN"],
    "sends a packet of random bytes": [
      (socket) => socket.write(Buffer.concat([Buffer.from([0, 0, 4, 0]), randomBytes(1_024)])),
      "ERR_COUNTERSIGN_NOT_COUNTERSIGN",
    ],
    "says nothing": [() => {}, "ERR_COUNTERSIGN_HANDSHAKE_TIMEOUT"],
    "announces a packet and says no more": [
      (socket) => socket.write("\0\0\0\x20"),
      "ERR_COUNTERSIGN_HANDSHAKE_TIMEOUT",
    ],
    "leaves at once": [(socket) => socket.end(), "ERR_COUNTERSIGN_TRUNCATED"],
    "breaks off": [(socket) => socket.resetAndDestroy(), "ERR_COUNTERSIGN_TRUNCATED"],
  };
  for (const [does, [speak, code]] of Object.entries(strangers)) {
    it(`and ${does} is turned away with ${code}, and nobody is disturbed`, async () => {
      await using stage = await scene("sealed-box");
      const { hostname, port } = new URL(`tcp://${stage.server.address}`);
      const refused = once(stage.server, "refused");
      const socket = connectTcp(Number(port), hostname).on("error", () => {});
      await once(socket, "connect");
      speak(socket);
      await refused;
      expect(stage.refusals).toEqual([code]);
      await stage.expectUndisturbed();
      socket.destroy();
    });
  }
});

// spec: S-3
describe("our client, when what it connects to", () => {
  const servers: Record<string, [answer: (socket: Socket) => void, code: string]> = {
    "speaks HTTP": [(socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"), "ERR_COUNTERSIGN_NOT_COUNTERSIGN"],
    "speaks TLS": [(socket) => socket.write(Buffer.from("1503030002020a", "hex")), "ERR_COUNTERSIGN_NOT_COUNTERSIGN"],
    "sends random bytes": [(socket) => socket.write(randomBytes(10_000)), "ERR_COUNTERSIGN_NOT_COUNTERSIGN"],
    "greets first, as SSH does": [(socket) => socket.write("SSH-2.0-x\r\n"), "ERR_COUNTERSIGN_NOT_COUNTERSIGN"],
    "sends a packet of random bytes": [
      (socket) => socket.write(Buffer.concat([Buffer.from([0, 0, 4, 0, 0xff]), randomBytes(1_023)])),
      "ERR_COUNTERSIGN_NOT_COUNTERSIGN",
    ],
    "says nothing": [() => {}, "ERR_COUNTERSIGN_HANDSHAKE_TIMEOUT"],
    "closes at once": [(socket) => socket.end(), "ERR_COUNTERSIGN_TRUNCATED"],
    "echoes what it gets": [(socket) => socket.pipe(socket), "ERR_COUNTERSIGN_PROTOCOL"],
  };
  for (const [does, [answer, code]] of Object.entries(servers)) {
    it(`${does}, rejects with ${code}`, async () => {
      await using stage = await scene("sealed-box");
      const impostor = createServer((socket) => {
        socket.on("error", () => {});
        answer(socket);
      }).listen(0, "127.0.0.1");
      await once(impostor, "listening");
      const { port } = impostor.address() as AddressInfo;
      const connecting = connect({
        transport: tcp(),
        address: `127.0.0.1:${port}`,
        cipher: stage.cipher,
        server: stage.identity.publicKey,
        authenticate: parties().client,
        limits: { handshakeTimeoutMs: 500 },
      });
      expect(await connecting.catch(codeOf)).toBe(code);
      impostor.close();
    });
  }
});
