import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sharedKey, sharedKeys } from "../../src/auth/hmac.ts";
import type { AuthContext, Authenticator, AuthStep, LookUp } from "../../src/authenticator.ts";
import { concat, lv8, utf8 } from "../../src/bytes.ts";
import { deriveKey } from "../../src/key-schedule/hkdf.ts";
import { binding, challenge, context } from "../fixtures/auth-pair.ts";
import { peerError } from "../fixtures/failure.ts";
import { withEachByteChanged } from "../fixtures/flip.ts";
import { hex } from "../fixtures/hex.ts";

const key = Buffer.alloc(32, 0x11);
const otherKey = Buffer.alloc(32, 0x22);
const refused = peerError("ERR_COUNTERSIGN_AUTHENTICATION");

const [nonceBytes, proofBytes] = [32, 32];

type Side = { readonly step: (received: Uint8Array) => AuthStep | Promise<AuthStep> };

const client = (changes?: Partial<AuthContext>, own: Uint8Array = key): Side =>
  sharedKey("alice", own).begin(context("client", changes));

function server(changes?: Partial<AuthContext>, keys: Record<string, Uint8Array> | LookUp = { alice: key }): Side {
  return sharedKeys(keys).begin(context("server", changes));
}

/** The client's only message. */
async function claim(side: Side = client()): Promise<Uint8Array> {
  return (await side.step(new Uint8Array())).send as Uint8Array;
}

/** What the server's code says and does when it refuses. */
async function refusal(side: Side, claimed: Uint8Array): Promise<unknown> {
  try {
    await side.step(claimed);
  } catch (error) {
    return error;
  }
  throw new Error("The server did not refuse.");
}

// spec: A-2
describe("hmac-sha256", () => {
  it("lets both sides prove that they hold the key, and mixes a secret that only they know", async () => {
    const alice = client();
    const welcome = await server().step(await claim(alice));
    const end = await alice.step(welcome.send as Uint8Array);
    if (welcome.kind !== "done" || end.kind !== "done") throw new Error("It goes on.");
    expect(welcome.result.peer).toEqual({ name: "alice", mechanism: "hmac-sha256" });
    expect(end.result.peer).toEqual({ mechanism: "hmac-sha256" });
    expect(hex(welcome.result.secret as Uint8Array)).toBe(hex(deriveKey(key, "mix", binding)));
    expect(hex(end.result.secret as Uint8Array)).toBe(hex(deriveKey(key, "mix", binding)));
  });

  it("proves with an HMAC over role, binding, challenge, nonce and name, under a key for proofs only", async () => {
    const sent = await claim();
    const nonce = sent.subarray(0, nonceBytes);
    const proof = (role: string) =>
      createHmac("sha256", deriveKey(key, "proof", binding))
        .update(concat(utf8(role), binding, challenge, nonce, utf8("alice")))
        .digest();
    expect(hex(sent)).toBe(hex(concat(nonce, proof("client"), lv8(utf8("alice")))));
    expect(hex((await server().step(sent)).send as Uint8Array)).toBe(hex(proof("server")));
  });

  it("uses a new nonce for each attempt", async () => {
    expect(hex(await claim())).not.toBe(hex(await claim()));
  });

  it("asks the look-up for the name, and waits for it", async () => {
    const asked: string[] = [];
    const lookUp = async (name: string) => {
      asked.push(name);
      await Promise.resolve();
      return key;
    };
    expect(await server({}, lookUp).step(await claim())).toMatchObject({ kind: "done" });
    expect(asked).toEqual(["alice"]);
  });
});

describe("the server of hmac-sha256", () => {
  it("refuses a claim with any byte changed, missing or added", async () => {
    const sent = await claim();
    const keys = () => key; // whatever name the change makes
    for (const { at, changed } of withEachByteChanged(sent)) {
      await expect(server({}, keys).step(changed), `byte ${at}`).rejects.toThrow();
    }
    for (let end = 0; end < sent.length; end++) {
      await expect(server({}, keys).step(sent.subarray(0, end)), `${end} bytes`).rejects.toThrow();
    }
    await expect(server({}, keys).step(concat(sent, Uint8Array.of(0)))).rejects.toThrow();
  });

  it.each([
    ["another session's binding", { binding: Buffer.alloc(32, 1) }],
    ["another challenge", { challenge: Buffer.alloc(32, 1) }],
  ])("refuses a proof made for %s", async (_what, changes) => {
    await expect(server().step(await claim(client(changes)))).rejects.toEqual(refused);
  });

  // spec: A-5
  it("refuses a name that is not known as it refuses a wrong key, after the same look-up", async () => {
    const asked: string[] = [];
    const keys = (known: Record<string, Uint8Array>) => (name: string) => {
      asked.push(name);
      return known[name];
    };
    const sent = await claim();
    const unknown = (await refusal(server({}, keys({})), sent)) as Error;
    const wrong = (await refusal(server({}, keys({ alice: otherKey })), sent)) as Error;
    expect(unknown).toEqual(refused);
    expect([unknown.message, { ...unknown }]).toEqual([wrong.message, { ...wrong }]);
    expect(asked).toEqual(["alice", "alice"]);
  });

  it.each(["__proto__", "constructor", "toString"])("does not know the name %s", async (name) => {
    const impostor = sharedKey(name, key).begin(context("client"));
    await expect(server().step(await claim(impostor))).rejects.toEqual(refused);
  });

  it("refuses a client whose key, as looked up, is weak", async () => {
    const weak = server({}, () => Buffer.alloc(8));
    await expect(weak.step(await claim())).rejects.toMatchObject({ code: "ERR_COUNTERSIGN_WEAK_KEY" });
  });

  it("refuses a name that is not UTF-8", async () => {
    const bad = concat(new Uint8Array(nonceBytes + proofBytes), lv8(Uint8Array.of(0xff)));
    await expect(server({}, () => key).step(bad)).rejects.toEqual(peerError("ERR_COUNTERSIGN_PROTOCOL"));
  });
});

describe("the client of hmac-sha256", () => {
  it("refuses its own proof, reflected", async () => {
    const alice = client();
    const proof = (await claim(alice)).subarray(nonceBytes, nonceBytes + proofBytes);
    await expect(async () => alice.step(proof)).rejects.toEqual(refused);
  });

  it("refuses the proof of a server that holds another key, or none", async () => {
    const alice = client();
    const sent = await claim(alice);
    for (const proof of [new Uint8Array(), new Uint8Array(32), sent.subarray(0, 32)]) {
      await expect(async () => alice.step(proof)).rejects.toEqual(refused);
    }
  });

  it("refuses the server's proof for another attempt, and one with any byte changed", async () => {
    const [alice, again] = [client(), client()];
    const { send } = await server().step(await claim(alice));
    await claim(again);
    await expect(async () => again.step(send as Uint8Array)).rejects.toEqual(refused);
    for (const { at, changed } of withEachByteChanged(send as Uint8Array)) {
      await expect(async () => alice.step(changed), `byte ${at}`).rejects.toEqual(refused);
    }
  });
});

it("makes authenticators of the two roles", () => {
  const roles: readonly Authenticator<"client" | "server">[] = [sharedKey("alice", key), sharedKeys({ alice: key })];
  expect(roles.map(({ role, mechanism }) => [role, mechanism])).toEqual([
    ["client", "hmac-sha256"],
    ["server", "hmac-sha256"],
  ]);
});

it("refuses keys in a form whose names it would not find", () => {
  for (const keys of [new Map([["alice", key]]), ["alice", key], "alice", undefined]) {
    expect(() => sharedKeys(keys as never)).toThrow("`keys` is neither an object");
  }
  expect(() => sharedKey(undefined as never, key)).toThrow("name is text");
});
