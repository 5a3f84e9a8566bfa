import { once } from "node:events";
import { connect, listen, type PeerError } from "@countersign/core";
import { insecurePlain, memory } from "@countersign/core/testing";
import { describe, expect, it } from "vitest";
import { password, passwords } from "../src/index.ts";
import { find, iterations, secretOfAlice } from "./users.ts";

describe("a session with a password", () => {
  it("knows the user's name on the server, and carries messages under the mixed secret", async () => {
    await using stage = await scene();
    const accepted = once(stage.server, "session");
    const session = await stage.dial("alice", secretOfAlice);
    const [serverSide] = await accepted;
    expect(serverSide.peer).toEqual({ name: "alice", mechanism: "scram-sha-256" });
    serverSide.on("message", (message: Buffer) => void serverSide.send(message));
    await session.send("hello");
    for await (const message of session) {
      expect(message.toString()).toBe("hello");
      break;
    }
    await session.close();
  });

  // spec
  it("is refused to an unknown name as to a wrong password: the same error, in packets of the same sizes", async () => {
    const wrong = await refusal("alice", "not her password");
    const unknown = await refusal("carol", "not her password");
    expect(wrong.error.code).toBe("ERR_COUNTERSIGN_AUTHENTICATION");
    expect(unknown.error.code).toBe(wrong.error.code);
    expect(unknown.error.message).toBe(wrong.error.message);
    expect(unknown.error.cause).toBe(wrong.error.cause);
    expect(unknown.packets).toEqual(wrong.packets);
    expect(unknown.packets.length).toBeGreaterThan(5);
  });
});

/** What a client gets for a password, and which packets travel for it. */
async function refusal(name: string, typed: string) {
  await using stage = await scene();
  const refused = once(stage.server, "refused");
  const error = await stage.dial(name, typed).then(
    () => expect.fail("was admitted"),
    (reason: PeerError) => reason,
  );
  const [reason] = await refused;
  expect(reason.cause).toMatchObject({ message: "The client does not know the password of that name." });
  return { error, packets: stage.packets };
}

/** A server with passwords, and the sizes of all packets to it and from it. */
async function scene() {
  const packets: string[] = [];
  const transport = memory({
    onPacket(packet, direction) {
      packets.push(`${packet.length} bytes ${direction}`);
      return packet;
    },
  });
  const cipher = insecurePlain();
  const identity = await cipher.generateIdentity();
  const server = await listen({
    transport,
    cipher,
    address: "memory:0",
    identity,
    authenticate: passwords(find, { iterations }),
    limits: { refusalFloorMs: 5 },
  });
  return {
    packets,
    server,
    dial: (name: string, typed: string) =>
      connect({
        transport,
        cipher,
        address: server.address,
        server: identity.publicKey,
        authenticate: password(name, typed),
      }),
    [Symbol.asyncDispose]: () => server.close(),
  };
}
