import { createDecipheriv, createHmac } from "node:crypto";
import { connect, listen } from "@countersign/core";
import { tcp } from "@countersign/transport-tcp";
import { describe, expect, it } from "vitest";
import { authentications, ciphers } from "./combinations.ts";
import { type Direction, startRelay } from "./relay.ts";

const aeads = { hybrid: "aes-256-gcm", "sealed-box": "chacha20-poly1305" } as const;
const labels = { "to server": "COUNTERSIGN_DATA_C2S", "to client": "COUNTERSIGN_DATA_S2C" } as const;

// spec: K-7, K-6
describe.each(Object.keys(ciphers) as (keyof typeof ciphers)[])("%s over TCP: a key log", (cipherName) => {
  it("opens a recorded session with nothing but the specification", async () => {
    const { lines, recorded } = await record(cipherName, ["a question", "another question"], "the answer");
    const open = (direction: Direction) => {
      const [, clientId, secret] = lines.find((line) => line.startsWith(labels[direction]))?.split(" ") ?? [];
      expect(recorded["to server"][0]?.subarray(2, 10).toString("hex"), "the client's id in HELLO").toBe(clientId);
      return openAll(aeads[cipherName], Buffer.from(secret ?? "", "hex"), recorded[direction]);
    };
    expect(lines).toHaveLength(2);
    const questions = open("to server");
    expect([questions.indexOf("a question"), questions.indexOf("another question")]).not.toContain(-1);
    expect(open("to client")).toContain("the answer");
  });
});

/** What an eavesdropper has of one session, and what the client's key log says of it. */
async function record(cipherName: keyof typeof ciphers, questions: readonly string[], answer: string) {
  const cipher = await ciphers[cipherName]();
  const identity = await cipher.generateIdentity();
  const { client: authenticate, server: authenticator } = authentications["hmac-sha256"]();
  const lines: string[] = [];
  const recorded: Record<Direction, Buffer[]> = { "to server": [], "to client": [] };
  await using server = await listen({
    transport: tcp(),
    address: "127.0.0.1:0",
    cipher,
    identity,
    authenticate: authenticator,
  });
  await using relay = await startRelay(server.address, (packet, direction) => {
    recorded[direction].push(Buffer.from(packet));
    return [packet];
  });
  await using session = await connect({
    transport: tcp(),
    address: relay.address,
    cipher,
    server: identity.publicKey,
    authenticate,
    insecureKeyLog: (line) => lines.push(line),
  });
  const [accepted] = [...server.sessions];
  for (const question of questions) await session.send(question);
  await accepted?.send(answer);
  accepted?.on("message", () => {});
  for await (const message of session) {
    expect(message.toString()).toBe(answer);
    break;
  }
  await session.close();
  return { lines, recorded };
}

/** The plaintexts of the packets of epoch 1, in order, as docs/spec says: nothing of this library is used. */
function openAll(aead: (typeof aeads)[keyof typeof aeads], secret: Buffer, packets: readonly Buffer[]): string {
  const expand = (label: string, bytes: number) =>
    createHmac("sha256", secret).update(`countersign 1 ${label}\0\x01`).digest().subarray(0, bytes);
  const [key, iv] = [expand("key", 32), expand("iv", 12)];
  const opened = packets
    .filter((packet) => packet[0] === 1)
    .map((packet, number) => {
      const nonce = Buffer.from(iv);
      nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ number) >>> 0, 8);
      const decipher = createDecipheriv(aead as "aes-256-gcm", key, nonce, { authTagLength: 16 });
      decipher.setAAD(packet.subarray(0, 1)).setAuthTag(packet.subarray(-16));
      return Buffer.concat([decipher.update(packet.subarray(1, -16)), decipher.final()]).toString("latin1");
    });
  return opened.join("\n");
}
