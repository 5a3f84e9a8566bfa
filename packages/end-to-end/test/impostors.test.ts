import { connect, generateSharedKey, sharedKey } from "@countersign/core";
import { tcp } from "@countersign/transport-tcp";
import { describe, expect, it } from "vitest";
import { ciphers } from "./combinations.ts";
import { startRelay } from "./relay.ts";
import { long, parties, type Scene, scene } from "./witness.ts";

describe.each(Object.keys(ciphers) as (keyof typeof ciphers)[])("%s over TCP: a client", (cipherName) => {
  it("with a wrong shared key is refused, and nobody is disturbed", async () => {
    await using stage = await scene(cipherName);
    const { error } = await refuse(stage, "alice");
    expect(error.code).toBe(long("AUTHENTICATION"));
    await expect.poll(() => stage.refusals).toEqual([long("AUTHENTICATION")]);
    await stage.expectUndisturbed();
  });

  // spec: A-5
  it("with an unknown name cannot tell that from a wrong key", async () => {
    await using stage = await scene(cipherName);
    const wrongKey = await refuse(stage, "alice");
    const unknown = await refuse(stage, "mabel");
    expect(unknown.error.code).toBe(wrongKey.error.code);
    expect(unknown.error.message).toBe(wrongKey.error.message);
    expect(unknown.error.cause).toBe(wrongKey.error.cause);
    expect(unknown.packets).toEqual(wrongKey.packets);
    await expect.poll(() => stage.refusals).toEqual([long("AUTHENTICATION"), long("AUTHENTICATION")]);
  });

  // spec: A-9
  it("does not show the length of its name to an eavesdropper", async () => {
    await using stage = await scene(cipherName);
    const short = await refuse(stage, "al");
    const long = await refuse(stage, "alice-of-wonderland-and-through-the-looking-glass");
    expect(long.packets).toEqual(short.packets);
  });

  it("with another server's public key is refused, and nobody is disturbed", async () => {
    await using stage = await scene(cipherName);
    const { publicKey } = await stage.cipher.generateIdentity();
    const { cipher, server } = stage;
    const connecting = connect({
      transport: tcp(),
      address: server.address,
      cipher,
      server: publicKey,
      authenticate: parties().client,
    });
    await expect(connecting).rejects.toMatchObject({ code: long("SERVER_KEY") });
    await expect.poll(() => stage.refusals).toEqual([long("SERVER_KEY")]);
    await stage.expectUndisturbed();
  });

  it("that uses another cipher is refused, and told which one it should use", async () => {
    await using stage = await scene(cipherName);
    const other = await ciphers[cipherName === "hybrid" ? "sealed-box" : "hybrid"]();
    const { publicKey } = await other.generateIdentity();
    const connecting = connect({
      transport: tcp(),
      address: stage.server.address,
      cipher: other,
      server: publicKey,
      authenticate: parties().client,
    });
    await expect(connecting).rejects.toMatchObject({
      code: long("SUITE"),
      message: expect.stringContaining(stage.cipher.name),
    });
    await expect.poll(() => stage.refusals).toEqual([long("SUITE")]);
  });
});

/** Tries to connect under a name with a key that is not its own; returns the error and the packets on the wire. */
async function refuse({ cipher, identity, server }: Scene, name: string) {
  const packets: string[] = [];
  await using relay = await startRelay(server.address, (packet, direction) => {
    packets.push(`${packet.length} bytes ${direction}`);
    return [packet];
  });
  const connecting = connect({
    transport: tcp(),
    address: relay.address,
    cipher,
    server: identity.publicKey,
    authenticate: sharedKey(name, generateSharedKey()),
  });
  const error = await connecting.then(
    () => expect.fail("was admitted"),
    (reason) => reason,
  );
  return { error, packets };
}
