import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { authorizedKeys, publicKeys, signature } from "@countersign/auth-publickey";
import {
  type Authenticator,
  connect,
  type Identity,
  type KeyedCipher,
  listen,
  type Server,
  sharedKeys,
} from "@countersign/core";
import { tcp } from "@countersign/transport-tcp";
import { describe, expect, it, onTestFinished } from "vitest";
import { ciphers } from "./combinations.ts";
import { startRelay } from "./relay.ts";
import { long } from "./witness.ts";

const alice = generateKeyPairSync("ed25519");
const bob = generateKeyPairSync("ed25519");
const refused = { code: long("AUTHENTICATION") };

describe.each(Object.keys(ciphers) as (keyof typeof ciphers)[])("%s over TCP: a signature", (cipherName) => {
  it("lets its client in, under its name", async () => {
    const { dial, server } = await stage(cipherName, publicKeys({ alice: alice.publicKey }));
    const session = await dial(signature("alice", alice.privateKey));
    expect([...server.sessions].map(({ peer }) => peer)).toEqual([{ name: "alice", mechanism: "ed25519" }]);
    await session.close();
  });

  // spec
  it("that was heard in one session lets nobody into another", async () => {
    const heard: Uint8Array[] = [];
    const honest = publicKeys({ alice: alice.publicKey });
    const { dial } = await stage(cipherName, listeningTo(honest, heard));
    await (await dial(signature("alice", alice.privateKey))).close();
    expect(heard).toHaveLength(1);
    await expect(dial(saying(heard[0] as Uint8Array))).rejects.toMatchObject(refused);
  });

  // spec
  it("that a server gets which its client trusts opens no other server", async () => {
    const bank = await stage(cipherName, publicKeys({ alice: alice.publicKey }));
    let relayed: unknown;
    // Mallory has a server, which alice dials in good faith, and dials the bank while alice waits.
    const mallory: Authenticator<"server"> = {
      ...publicKeys({}),
      begin: () => ({
        step: async (received) => {
          relayed = await bank.dial(saying(received)).catch((error) => error);
          return { kind: "done", result: { peer: { name: "alice", mechanism: "ed25519" } } };
        },
      }),
    };
    const { dial } = await stage(cipherName, mallory);
    const session = await dial(signature("alice", alice.privateKey));
    expect(relayed).toMatchObject(refused);
    expect(bank.server.sessions.size).toBe(0);
    await session.close();
  });

  // spec: A-33
  it("of a wrong key looks as one of an unknown name, from outside too", async () => {
    const { refuse } = await stage(cipherName, publicKeys({ alice: alice.publicKey }));
    const [wrongKey, unknown, both] = [
      await refuse("alice", bob.privateKey),
      await refuse("mabel", alice.privateKey),
      await refuse("mabel", bob.privateKey),
    ];
    expect(wrongKey.error).toMatchObject(refused);
    for (const { error, packets } of [unknown, both]) {
      expect([error.code, error.message, error.cause]).toEqual([
        ...[wrongKey.error.code, wrongKey.error.message, wrongKey.error.cause],
      ]);
      expect(packets).toEqual(wrongKey.packets);
    }
  });

  // spec: A-36
  it("lets nobody in any more when its line is gone, nor while the file is refused, and the server says why", async () => {
    const folder = await mkdtemp(join(tmpdir(), "countersign-authorized-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, "authorized_keys");
    const [hers, his] = [line(alice.publicKey, "alice"), line(bob.publicKey, "bob")];
    await writeFile(file, hers + his);
    const { dial, reasons } = await stage(cipherName, publicKeys(await authorizedKeys(file)));
    const session = await dial(signature("alice", alice.privateKey));
    await writeFile(file, his);
    await expect(dial(signature("alice", alice.privateKey))).rejects.toMatchObject(refused);
    await writeFile(file, `restrict ${hers}`);
    await expect(dial(signature("alice", alice.privateKey))).rejects.toMatchObject(refused);
    await expect
      .poll(() => reasons)
      .toEqual([
        expect.objectContaining({ code: long("AUTHENTICATION") }),
        expect.objectContaining({ code: long("KEY_FILE"), message: expect.stringContaining("line 1") }),
      ]);
    await session.close();
  });

  it("is no way in where shared keys are asked for, and is not even made", async () => {
    const { dial } = await stage(cipherName, sharedKeys({}));
    await expect(dial(signature("alice", alice.privateKey))).rejects.toMatchObject({ code: long("MECHANISM") });
  });
});

/** A server of its own, and ways to knock at it. */
async function stage(cipherName: keyof typeof ciphers, authenticate: Authenticator<"server">) {
  const cipher = await ciphers[cipherName]();
  const identity = await cipher.generateIdentity();
  const limits = { refusalFloorMs: 20 };
  const server = await listen({ transport: tcp(), address: "127.0.0.1:0", cipher, identity, authenticate, limits });
  onTestFinished(() => server.close({ drain: 10 }));
  const reasons: unknown[] = [];
  server.on("refused", (error) => reasons.push(error.cause));
  const dial = (client: Authenticator<"client">) => dialAt(server.address, cipher, identity, client);
  return {
    server,
    reasons,
    dial,
    refuse: (name: string, key: KeyObject) => refuse(server, cipher, identity, name, key),
  };
}

function dialAt(address: string, cipher: KeyedCipher, identity: Identity, authenticate: Authenticator<"client">) {
  return connect({ transport: tcp(), address, cipher, server: identity.publicKey, authenticate });
}

/** Returns the error that a client gets, and what passes on the wire meanwhile. */
async function refuse(server: Server, cipher: KeyedCipher, identity: Identity, name: string, key: KeyObject) {
  const packets: string[] = [];
  await using relay = await startRelay(server.address, (packet, direction) => {
    packets.push(`${packet.length} bytes ${direction}`);
    return [packet];
  });
  const error = await dialAt(relay.address, cipher, identity, signature(name, key)).then(
    () => expect.fail("was admitted"),
    (reason) => reason,
  );
  return { error, packets };
}

/** Writes down what clients say. */
function listeningTo(server: Authenticator<"server">, heard: Uint8Array[]): Authenticator<"server"> {
  return {
    ...server,
    begin: (context) => {
      const exchange = server.begin(context);
      return {
        step: (received) => {
          heard.push(received);
          return exchange.step(received);
        },
      };
    },
  };
}

/** A client that says what somebody else has said. */
function saying(message: Uint8Array): Authenticator<"client"> {
  const result = { peer: { mechanism: "ed25519" } };
  return {
    role: "client",
    mechanism: "ed25519",
    begin: () => ({ step: () => ({ kind: "done", send: message, result }) }),
  };
}

function line(publicKey: KeyObject, name: string): string {
  const raw = publicKey.export({ type: "spki", format: "der" }).subarray(-32);
  const blob = Buffer.concat([Buffer.from("\0\0\0\x0bssh-ed25519\0\0\0\x20", "latin1"), raw]);
  return `ssh-ed25519 ${blob.toString("base64")} ${name}\n`;
}
