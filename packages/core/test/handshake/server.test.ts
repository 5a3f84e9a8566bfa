import { describe, expect, it } from "vitest";
import { concat } from "../../src/bytes.ts";
import type { Identity } from "../../src/cipher.ts";
import { encodeHelloHead, keyHint } from "../../src/handshake/hello.ts";
import { encodeParameters, type Parameters } from "../../src/handshake/parameters.ts";
import { beginTranscript } from "../../src/handshake/transcript.ts";
import { suiteName } from "../../src/key-schedule/symmetric-state.ts";
import { peerError, thrownBy } from "../fixtures/failure.ts";
import { withEachByteChanged } from "../fixtures/flip.ts";
import {
  answer,
  cipher,
  clientHandshake,
  identity,
  ourParameters,
  random,
  serverHandshake,
} from "../fixtures/handshake-pair.ts";
import { impostor } from "../fixtures/impostor.ts";

const { hello } = clientHandshake();
const cookie = { from: 10, to: 42 };

/** What a client sends that lists these versions and suites as the ones it would use. */
function helloListing(lists: Pick<Parameters, "versions" | "suites">): Uint8Array {
  const clientId = random(8);
  const { secret, sealed } = identity.publicKey.encapsulate();
  const plain = encodeParameters({ ...ourParameters, ...lists });
  const head = encodeHelloHead({
    clientId,
    suite: suiteName(cipher),
    keyHint: keyHint(clientId, identity.publicKey.encoded),
    sealed,
    ephemeral: cipher.ephemeralKem.generate().publicKey.encoded,
    payloadBytes: plain.length + 16,
  });
  const state = beginTranscript(cipher, "test", identity.publicKey.encoded);
  state.mixHash(head);
  state.mixKey(secret);
  return concat(head, state.encryptAndHash(plain));
}

describe("ServerHandshake", () => {
  it("refuses a HELLO with any byte changed, except in its cookie", () => {
    for (const { at, changed } of withEachByteChanged(hello)) {
      const inCookie = at >= cookie.from && at < cookie.to;
      if (inCookie) expect(() => answer(changed), `byte ${at}`).not.toThrow();
      else expect(() => answer(changed), `byte ${at}`).toThrow();
    }
  });

  it("refuses another application, and another identity that the hint is made to name", () => {
    const refusal = peerError("ERR_COUNTERSIGN_HANDSHAKE");
    expect(() => answer(hello, { application: "other" })).toThrow(refusal);
    expect(() => answer(hello, { identities: [impostor(identity)] })).toThrow(refusal);
  });

  // spec: H-9
  it("refuses every failed decapsulation in the same words", () => {
    const outcomes = [
      undefined,
      new Uint8Array(32),
      new Uint8Array(31).fill(1),
      "a secret",
      new Uint8Array(),
      random(32),
      random(64),
    ];
    const refusals = outcomes.map((outcome) => thrownBy(() => serverHandshake(hello).finish(outcome)) as Error);
    expect(refusals[0]).toEqual(peerError("ERR_COUNTERSIGN_HANDSHAKE"));
    expect(new Set(refusals.map(({ message }) => message)).size).toBe(1);
    expect(new Set(refusals.map((error) => JSON.stringify({ ...error }))).size).toBe(1);
  });

  // spec: H-9, or a client could make the server take a secret that it knows
  it("does not take a short or all-zero secret, even where the client sealed with it", () => {
    for (const secret of [new Uint8Array(32), new Uint8Array(31).fill(1), new Uint8Array()]) {
      const server = { ...identity.publicKey, encapsulate: () => ({ secret, sealed: random(32) }) };
      const client = clientHandshake({ server });
      expect(() => serverHandshake(client.hello).finish(secret)).toThrow(peerError("ERR_COUNTERSIGN_HANDSHAKE"));
    }
  });

  it("draws the bytes that stand in for a secret before the decapsulation", () => {
    const drawn: number[] = [];
    let before = -1;
    const slow: Identity = {
      publicKey: identity.publicKey,
      decapsulate(sealed) {
        before = drawn.length;
        return identity.decapsulate(sealed);
      },
    };
    const handshake = serverHandshake(hello, {
      identities: [slow],
      random: (bytes) => {
        drawn.push(bytes);
        return random(bytes);
      },
    });
    handshake.decapsulate();
    expect(before).toBe(1);
    expect(drawn).toEqual([32]);
  });

  // spec: H-8
  it.each([
    ["a newer version", { versions: [1, 2], suites: [suiteName(cipher)] }],
    ["no version", { versions: [], suites: [suiteName(cipher)] }],
    ["another suite only", { versions: [1], suites: ["Countersign_1_OTHER_SHA256"] }],
    ["nothing at all", {}],
  ])("refuses a client that would have used %s", (_what, lists) => {
    expect(() => answer(helloListing(lists))).toThrow(peerError("ERR_COUNTERSIGN_HANDSHAKE"));
  });

  it("accepts a client that would use another suite too", () => {
    const suites = ["Countersign_1_OTHER_SHA256", suiteName(cipher)];
    expect(answer(helloListing({ versions: [1], suites })).peer.suites).toEqual(suites);
  });

  it("makes another ACCEPT each time", () => {
    expect(answer(hello).accept).not.toEqual(answer(hello).accept);
  });

  it("says its offers to nobody but the client", () => {
    const offers = ["a-mechanism-of-ours"];
    const { accept } = answer(hello, { parameters: { ...ourParameters, offers } });
    expect(Buffer.from(accept).includes("mechanism")).toBe(false);
  });
});
