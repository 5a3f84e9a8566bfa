import { describe, expect, it, onTestFinished } from "vitest";
import type { Authenticator } from "../../src/authenticator.ts";
import {
  anonymous,
  anyone,
  type ConnectOptions,
  connect,
  type Identity,
  listen,
  type ServerKeySource,
  sharedKey,
  sharedKeys,
  suiteName,
} from "../../src/index.ts";
import { memory, type Tap } from "../../src/testing/index.ts";
import { HandshakeType } from "../../src/wire.ts";
import { peerError, usageError } from "../fixtures/failure.ts";
import { hex } from "../fixtures/hex.ts";
import { KeyStore } from "../fixtures/key-store.ts";
import { key } from "../fixtures/shared-keys.ts";
import { testCipher } from "../fixtures/test-cipher.ts";

const cipher = testCipher();
const newIdentity = () => cipher.ephemeralKem.generate();
const encoded = ({ publicKey }: Identity) => hex(publicKey.encoded);

/** A server that changes its key when it is told, and all packets between it and its clients. */
async function stage(
  authenticate: Authenticator<"server"> = sharedKeys({ alice: key }),
  options: { readonly identity?: Identity | readonly Identity[]; readonly onPacket?: Tap } = {},
) {
  const types: number[] = [];
  const transport = memory({
    onPacket(packet, way) {
      types.push(packet[0] as number);
      return options.onPacket ? options.onPacket(packet, way) : packet;
    },
  });
  const identity = options.identity ?? newIdentity();
  const server = await listen({ transport, address: "memory:server", cipher, identity, authenticate });
  onTestFinished(() => server.close({ drain: 0 }));
  const dial = (source: ServerKeySource, other: Partial<ConnectOptions> = {}) => {
    const alice = sharedKey("alice", key);
    return connect({ transport, address: server.address, cipher, server: source, authenticate: alice, ...other });
  };
  return { transport, server, identity: [identity].flat()[0] as Identity, dial, types };
}

// spec: H-28, I-23
describe("a client that does not know the server's key", () => {
  it("asks for it, has it accepted, and pins it when the session is there; then it asks no more", async () => {
    const { dial, identity, types, server } = await stage();
    const store = new KeyStore();
    const first = await dial(store);
    expect(first.peer.mechanism).toBe("hmac-sha256");
    expect(store.all.map(hex)).toEqual([encoded(identity)]);
    expect(store.offers).toMatchObject([{ transport: "memory", address: "memory:server", suite: suiteName(cipher) }]);
    expect(types.filter((type) => type === HandshakeType.keyRequest)).toHaveLength(1);
    await dial(store);
    expect(types.filter((type) => type === HandshakeType.keyRequest)).toHaveLength(1);
    expect([store.offers.length, server.sessions.size]).toEqual([1, 2]);
  });

  it("has pinned nothing when the session is refused, or the link breaks at any packet before WELCOME", async () => {
    const { dial } = await stage();
    const store = new KeyStore();
    const wrong = dial(store, { authenticate: sharedKey("alice", Buffer.alloc(32, 9)) });
    await expect(wrong).rejects.toEqual(peerError("ERR_COUNTERSIGN_AUTHENTICATION"));
    expect([store.offers.length, store.all]).toEqual([1, []]);

    for (let packets = 0; packets < 6; packets++) {
      let seen = 0;
      const cut = await stage(undefined, { onPacket: (packet) => (seen++ === packets ? flipped(packet) : packet) });
      const other = new KeyStore();
      await expect(cut.dial(other), `packet ${packets}`).rejects.toThrow();
      expect(other.all, `packet ${packets}`).toEqual([]);
    }
  });

  it("goes no further when the key is not accepted, and no server hears who it is", async () => {
    const { dial, types } = await stage();
    const store = new KeyStore();
    store.meet = () => Promise.reject(new Error("no"));
    await expect(dial(store)).rejects.toThrow("no");
    expect(types).toEqual([HandshakeType.keyRequest, HandshakeType.keys]);
    store.meet = () => "yes" as never;
    await expect(dial(store)).rejects.toEqual(usageError("ERR_COUNTERSIGN_INVALID_ARGUMENT"));
    expect(store.all).toEqual([]);
  });

  it("has no session when the pin cannot be stored", async () => {
    const { dial, server } = await stage();
    const store = new KeyStore();
    store.remember = () => Promise.reject(new Error("disk full"));
    await expect(dial(store)).rejects.toThrow("disk full");
    await expect.poll(() => server.sessions.size).toBe(0);
  });

  it("has none either when the server ends it meanwhile", async () => {
    const { dial, server } = await stage();
    const store = new KeyStore();
    store.remember = async () => {
      const [session] = server.sessions;
      session?.abort();
      await expect.poll(() => server.sessions.size).toBe(0);
      await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await expect(dial(store)).rejects.toEqual(peerError("ERR_COUNTERSIGN_PEER_ABORTED"));
  });

  it("is given up with its signal at every step", async () => {
    for (const step of ["pinned", "meet", "remember"] as const) {
      const { dial, server } = await stage();
      const control = new AbortController();
      const store = new KeyStore();
      const honest = (store[step] as (...given: unknown[]) => unknown).bind(store);
      store[step] = (async (...given: unknown[]) => {
        control.abort(new Error("enough"));
        if (step === "meet") await new Promise(() => {});
        return honest(...given);
      }) as never;
      await expect(dial(store, { signal: control.signal }), step).rejects.toThrow("enough");
      await expect.poll(() => server.sessions.size).toBe(0);
    }
    const { dial, types } = await stage();
    await expect(dial(new KeyStore(), { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
    expect(types).toEqual([]);
  });

  it("takes a key that came from elsewhere, and finds out who has it", async () => {
    const { dial } = await stage();
    const store = new KeyStore();
    store.meet = () => newIdentity().publicKey;
    await expect(dial(store)).rejects.toEqual(peerError("ERR_COUNTERSIGN_SERVER_KEY"));
    expect(store.all).toEqual([]);
  });
});

/** Somebody in the server's place who lets everybody in, and answers a proof by anything. */
function yesSayer(mechanism: string): Authenticator<"server"> {
  const result = { peer: { mechanism }, secret: Buffer.alloc(32) };
  return {
    role: "server",
    mechanism,
    begin: () => ({ step: () => ({ kind: "done", send: Buffer.alloc(32), result }) }),
  };
}

// spec: H-28, H-29
describe("an impostor at first contact", () => {
  it("without the shared key is refused, and its key is not pinned, though somebody accepted it", async () => {
    for (const authenticate of [yesSayer("hmac-sha256"), sharedKeys({ alice: Buffer.alloc(32, 9) }), anyone()]) {
      const { dial, server } = await stage(authenticate);
      const store = new KeyStore({ acceptUnproven: true, acceptGuessable: true });
      await expect(dial(store)).rejects.toThrow();
      expect([store.offers.length, store.all]).toEqual([1, []]);
      await expect.poll(() => server.sessions.size).toBe(0);
    }
  });

  it("is believed by an anonymous client that accepts what is unproven: that is what this says", async () => {
    const { dial, identity } = await stage(anyone());
    const store = new KeyStore({ acceptUnproven: true });
    await dial(store, { authenticate: anonymous() });
    expect(store.all.map(hex)).toEqual([encoded(identity)]);
  });

  it.each([
    ["that proves nothing", undefined, "acceptUnproven", { acceptGuessable: true }],
    ["of a kind that nobody knows", "other", "acceptUnproven", { acceptGuessable: true }],
    ["by password", "password", "acceptGuessable", { acceptUnproven: true }],
  ])(
    "hears nothing from a client with a mechanism %s, unless it was told to",
    async (_, serverProof, option, others) => {
      const { dial, types } = await stage(anyone());
      const authenticate = { ...anonymous(), serverProof } as Authenticator<"client">;
      for (const store of [new KeyStore(), new KeyStore(others)]) {
        const connecting = dial(store, { authenticate });
        await expect(connecting).rejects.toEqual(usageError("ERR_COUNTERSIGN_UNKNOWN_SERVER"));
        await expect(connecting).rejects.toThrow(option);
      }
      expect(types).toEqual([]);
      await dial(new KeyStore({ [option]: true }), { authenticate });
    },
  );

  it("needs no option where the key is pinned already", async () => {
    const { dial, identity } = await stage(anyone());
    const store = new KeyStore();
    store.pinned = () => [identity.publicKey.encoded];
    await dial(store, { authenticate: anonymous() });
  });
});

// spec: H-30
describe("a client that has a pin", () => {
  it("refuses another key, says what is offered, and keeps its pin", async () => {
    const store = new KeyStore();
    const before = await stage();
    await before.dial(store);
    const pins = store.all.map(hex);
    const after = await stage();
    const connecting = after.dial(store);
    await expect(connecting).rejects.toEqual(peerError("ERR_COUNTERSIGN_SERVER_KEY"));
    await expect(connecting).rejects.toThrow("It has another key: 1 are offered.");
    expect(store.mismatches.map(({ keys }) => keys.map((each) => hex(each.encoded)))).toEqual([
      [encoded(after.identity)],
    ]);
    expect([store.offers.length, store.all.map(hex)]).toEqual([1, pins]);
  });

  it("says nothing of what is offered when nobody answers that, or it has no words for it", async () => {
    const { dial } = await stage(undefined, {
      onPacket: (packet) => (packet[0] === HandshakeType.keyRequest ? flipped(packet) : packet),
    });
    const store = new KeyStore();
    store.pinned = () => [newIdentity().publicKey.encoded];
    await expect(dial(store)).rejects.toThrow("0 are offered");
    (store as ServerKeySource as { mismatch: unknown }).mismatch = undefined;
    await expect(dial(store)).rejects.toThrow("Compare the fingerprints");
    expect(store.all).toEqual([]);
  });

  it("never asks whether to believe, whoever refuses it, and whatever is said", async () => {
    const keysOf = newIdentity().publicKey.encoded;
    for (const code of [1, 2, 3, 4, 5]) {
      const { dial, identity } = await stage(undefined, {
        onPacket: (packet, way) => {
          if (way === "client-to-server") return packet;
          const head = [HandshakeType.reject, 1, ...packet.subarray(2, 10), code, 1, 1, 0, 0];
          const keys = [HandshakeType.keys, 1, ...packet.subarray(2, 10), 1, 0, keysOf.length, ...keysOf];
          return packet[0] === HandshakeType.keys ? Uint8Array.from(keys) : Uint8Array.from(head);
        },
      });
      const store = new KeyStore();
      await store.remember(
        { transport: "memory", address: "memory:server", suite: suiteName(cipher) },
        identity.publicKey,
      );
      await expect(dial(store), `REJECT ${code}`).rejects.toThrow();
      expect([store.offers, store.all.map(hex)]).toEqual([[], [encoded(identity)]]);
    }
  });

  it("is told of a pin that is no key of its cipher", async () => {
    const { dial, types } = await stage();
    const store = new KeyStore();
    store.pinned = () => [new Uint8Array(44)];
    await expect(dial(store)).rejects.toEqual(usageError("ERR_COUNTERSIGN_INVALID_ARGUMENT"));
    expect(types).toEqual([]);
  });
});

// spec: H-31
describe("a server that changes its key", () => {
  it("is found by old and new pins while it has both, and by the new one afterwards", async () => {
    const [old, present] = [newIdentity(), newIdentity()];
    const [oldPin, bothPins] = [new KeyStore(), new KeyStore()];
    oldPin.pinned = () => [old.publicKey.encoded];
    bothPins.pinned = () => [old.publicKey.encoded, present.publicKey.encoded];
    const during = await stage(undefined, { identity: [present, old] });
    for (const store of [oldPin, bothPins]) await during.dial(store);
    const newcomer = new KeyStore();
    await during.dial(newcomer);
    expect(newcomer.all.map(hex)).toEqual([encoded(present)]);
    const after = await stage(undefined, { identity: present });
    for (const store of [bothPins, newcomer]) await after.dial(store);
    await expect(after.dial(oldPin)).rejects.toEqual(peerError("ERR_COUNTERSIGN_SERVER_KEY"));
  });
});

describe("connect", () => {
  it("names what a source of keys lacks", async () => {
    const { dial } = await stage();
    const broken = dial({ pinned: () => [] } as never);
    await expect(broken).rejects.toEqual(usageError("ERR_COUNTERSIGN_INVALID_ARGUMENT"));
    await expect(broken).rejects.toThrow("`meet` and `remember`");
  });
});

function flipped(packet: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(packet);
  copy[copy.length - 1] = (copy.at(-1) as number) ^ 1;
  return copy;
}
