import { verify } from "node:crypto";
import { PeerError } from "@countersign/core";
import { describe, expect, it } from "vitest";
import { type ClientKeys, publicKeys, signature } from "../src/index.ts";
import { alice, bob, elliptic, pem, sshLine, x25519 } from "./fixtures/alice.ts";
import { claimOf, hear, newContext, place } from "./fixtures/attempt.ts";
import { usageError } from "./fixtures/refused.ts";

describe("a client", () => {
  // spec: A-30
  it("says its public key, a signature and its name, and signs label, binding, challenge and name", async () => {
    const context = newContext("client");
    const claim = await claimOf(signature("älice", alice.privateKey), context);
    const name = Buffer.concat([Uint8Array.of(6), Buffer.from("älice")]);
    expect(claim.subarray(...place.publicKey)).toEqual(alice.raw);
    expect(claim.subarray(96)).toEqual(name);
    const label = Buffer.from("countersign 1 ed25519 client");
    const signed = Buffer.concat([label, context.binding, context.challenge, name]);
    expect(verify(null, signed, alice.publicKey, claim.subarray(...place.signature))).toBe(true);
  });

  // spec: A-30
  it("is content with an empty answer, and with no other", async () => {
    const exchange = () => signature("alice", alice.privateKey).begin(newContext("client"));
    const [one, other] = [exchange(), exchange()];
    for (const each of [one, other]) expect(await each.step(new Uint8Array())).toMatchObject({ kind: "continue" });
    expect(await one.step(new Uint8Array())).toEqual({ kind: "done", result: { peer: { mechanism: "ed25519" } } });
    expect(() => other.step(Uint8Array.of(0))).toThrow(PeerError);
  });

  it("claims no proof of the server's", () => {
    expect(signature("alice", alice.privateKey).serverProof).toBeUndefined();
  });

  it("has a name of 1 to 255 bytes", async () => {
    const longest = `${"ä".repeat(127)}x`;
    const context = newContext("server");
    const claim = await claimOf(signature(longest, alice.privateKey), context);
    expect(await hear(publicKeys({ [longest]: alice.line }), claim, context)).toMatchObject({ kind: "done" });
    for (const name of ["", `${longest}y`, undefined as never]) {
      expect(() => signature(name, alice.privateKey)).toThrow(usageError("INVALID_ARGUMENT", "name"));
    }
  });
});

describe("a server", () => {
  it.each<[string, ClientKeys]>([
    ["an OpenSSH line", `${alice.line} somebody@somewhere\n`],
    ["SPKI PEM", pem(alice.publicKey)],
    ["a KeyObject", alice.publicKey],
    ["one key of several", [bob.line, alice.publicKey]],
    ["keys with attributes", { keys: alice.line }],
  ])("knows a client by %s", async (_what, keys) => {
    expect(await admit({ alice: keys })).toEqual({ name: "alice", mechanism: "ed25519" });
    expect(await admit(() => Promise.resolve(keys))).toEqual({ name: "alice", mechanism: "ed25519" });
  });

  it("gives the peer its attributes", async () => {
    const attributes = { role: "admin" };
    const store = { alice: { keys: [alice.line], attributes } };
    const server = publicKeys(store);
    attributes.role = "changed behind its back";
    const context = newContext("server");
    const step = await hear(server, await claimOf(signature("alice", alice.privateKey), context), context);
    expect(step).toMatchObject({ result: { peer: { name: "alice", attributes: { role: "admin" } } } });
  });

  // spec: A-31
  it("refuses a key of another name's, though it signs well", async () => {
    await expect(admit({ alice: bob.line, bob: alice.line })).rejects.toThrow(PeerError);
  });

  // spec: A-31
  it("refuses a listed key with another key's signature, and a name that was exchanged", async () => {
    const server = publicKeys({ alice: alice.line, alicf: alice.line });
    const context = newContext("server");
    const [claim, bobs] = await Promise.all(
      [alice, bob].map(({ privateKey }) => claimOf(signature("alice", privateKey), context)),
    );
    const [mixed, renamed] = [Buffer.from(claim as Buffer), Buffer.from(claim as Buffer)];
    bobs?.copy(mixed, ...place.signature.slice(0, 1), ...place.signature);
    renamed.write("f", renamed.length - 1);
    for (const forged of [mixed, renamed]) await expect(hear(server, forged, context)).rejects.toThrow(PeerError);
    expect(await hear(server, claim as Buffer, context)).toMatchObject({ kind: "done" });
  });

  // spec: A-32
  it("refuses a client whose key is of small order, whatever a look-up thinks of it", async () => {
    const identity = Buffer.from(`01${"00".repeat(31)}`, "hex");
    const forgery = Buffer.concat([identity, identity, Buffer.alloc(32), Buffer.from("\x05alice")]);
    for (const store of [{ alice: alice.line }, () => sshLine(identity)]) {
      await expect(hear(publicKeys(store), forgery, newContext("server"))).rejects.toMatchObject({
        code: expect.stringMatching("ERR_COUNTERSIGN"),
      });
    }
  });

  // spec: A-33
  it("does the same for a wrong key and an unknown name, in the same order, with the same words", async () => {
    const attempts = [
      { name: "alice", by: bob },
      { name: "carol", by: bob },
      { name: "carol", by: alice },
    ];
    const found = [];
    for (const { name, by } of attempts) {
      const steps: string[] = [];
      const server = publicKeys((asked) => {
        steps.push(`look-up of ${asked}`);
        return asked === "alice" ? alice.line : undefined;
      });
      const claim = async (claimed: string) => void steps.push(`claim of ${claimed}`);
      const context = { ...newContext("server"), claim };
      const attempt = hear(server, await claimOf(signature(name, by.privateKey), context), context);
      const { name: kind, code, message } = await attempt.catch((error) => error);
      expect(steps).toEqual([`claim of ${name}`, `look-up of ${name}`]);
      found.push({ kind, code, message });
    }
    expect(found[0]).toMatchObject({ kind: "PeerError", code: "ERR_COUNTERSIGN_AUTHENTICATION" });
    expect(found).toEqual([found[0], found[0], found[0]]);
  });

  it("looks nobody up while too many attempts are made", async () => {
    const server = publicKeys(() => expect.fail("looked up"));
    const claim = () => Promise.reject(new PeerError("ERR_COUNTERSIGN_BUSY", "Too many attempts."));
    const context = { ...newContext("server"), claim };
    const attempt = hear(server, await claimOf(signature("alice", alice.privateKey), context), context);
    await expect(attempt).rejects.toMatchObject({ code: "ERR_COUNTERSIGN_BUSY" });
  });
});

describe("a store is refused", () => {
  it.each<[string, unknown, string]>([
    ["a private key", alice.privateKey, "private key"],
    ["the PEM of one", pem(alice.privateKey), "private key"],
    ["an elliptic key", elliptic.publicKey, "another kind"],
    ["the PEM of one", pem(elliptic.publicKey), "another kind"],
    ["an X25519 key", x25519, "private key"],
    ["another type of OpenSSH's", "ssh-rsa AAAAB3NzaC1yc2E=", "neither"],
    ["two lines", `${alice.line}\n${bob.line}`, "more than one line"],
    ["a type without a key", "ssh-ed25519", "base64"],
    ["base64 that is cut off", alice.line.slice(0, -4), "base64"],
    ["base64 with stray characters", alice.line.replace("AAAA", "AAA*A"), "base64"],
    ["a key with a byte behind it", `${sshLine(Buffer.concat([alice.raw, Buffer.alloc(1)]))}`, "base64"],
    ["PEM that is damaged", "-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----", "damaged"],
    ["a number", 7, "no key"],
    ["null", null, "no key"],
    ["a list with a number", [7], "neither text nor a KeyObject"],
    ["an object without keys", { attributes: {} }, "no key"],
  ])("with %s for a key", async (_what, key, message) => {
    expect(() => publicKeys({ alice: key as never })).toThrow(usageError("INVALID_ARGUMENT", message));
    if (key !== null) {
      await expect(admit(() => key as never)).rejects.toEqual(usageError("INVALID_ARGUMENT", message));
    }
  });

  it("without a key", () => {
    for (const key of [undefined, ""]) {
      expect(() => publicKeys({ alice: key })).toThrow(usageError("NO_KEY", '"alice"'));
    }
  });

  it.each([new Map([["alice", alice.line]]), [alice.line], null, alice.line])("that is no store", (store) => {
    expect(() => publicKeys(store as never)).toThrow(usageError("INVALID_ARGUMENT", "store"));
  });

  it("and has nobody's name by inheritance", async () => {
    const context = newContext("server");
    for (const name of ["toString", "__proto__", "constructor"]) {
      const claim = await claimOf(signature(name, alice.privateKey), context);
      await expect(hear(publicKeys({ alice: alice.line }), claim, context)).rejects.toThrow(PeerError);
    }
  });
});

/** Lets alice try it there; returns who the server thinks she is. */
async function admit(store: Parameters<typeof publicKeys>[0]) {
  const context = newContext("server");
  const step = await hear(publicKeys(store), await claimOf(signature("alice", alice.privateKey), context), context);
  return step.kind === "done" ? step.result.peer : expect.fail("it goes on");
}
