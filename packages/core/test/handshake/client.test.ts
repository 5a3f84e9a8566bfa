import { describe, expect, it } from "vitest";
import { concat } from "../../src/bytes.ts";
import { decodeAccept, encodeAcceptHead } from "../../src/handshake/accept.ts";
import { decodeHello } from "../../src/handshake/hello.ts";
import { encodeParameters } from "../../src/handshake/parameters.ts";
import { beginTranscript } from "../../src/handshake/transcript.ts";
import { peerError } from "../fixtures/failure.ts";
import { withEachByteChanged } from "../fixtures/flip.ts";
import {
  answer,
  cipher,
  clientHandshake,
  conclude,
  identity,
  ourParameters,
  random,
} from "../fixtures/handshake-pair.ts";

const forged = peerError("ERR_COUNTERSIGN_HANDSHAKE");

/** The ACCEPT of a server that leaves out what it should say. */
function acceptWithout(hello: Uint8Array, missing: "offers" | "challenge"): Uint8Array {
  const received = decodeHello(hello);
  const state = beginTranscript(cipher, "test", identity.publicKey.encoded);
  state.mixHash(received.head);
  state.mixKey(identity.decapsulate(received.sealed) as Uint8Array);
  state.decryptAndHash(received.payload);
  const { secret, sealed } = cipher.ephemeralKem.importPublicKey(received.ephemeral).encapsulate();
  const said = missing === "offers" ? { challenge: random(32) } : { offers: ["none"] };
  const plain = encodeParameters({ ...ourParameters, ...said });
  const head = encodeAcceptHead({ clientId: received.clientId, sealed, payloadBytes: plain.length + 16 });
  state.mixHash(head);
  state.mixKey(secret);
  return concat(head, state.encryptAndHash(plain));
}

describe("ClientHandshake", () => {
  it("refuses an ACCEPT with any byte changed, and takes the true one afterwards", () => {
    const client = clientHandshake();
    const { accept } = answer(client.hello);
    for (const { at, changed } of withEachByteChanged(accept)) {
      expect(() => conclude(client, changed), `byte ${at}`).toThrow();
    }
    expect(conclude(client, accept).peer.offers).toEqual(["none", "test"]);
  });

  it("refuses the ACCEPT to another HELLO", () => {
    const other = answer(clientHandshake().hello);
    expect(() => conclude(clientHandshake(), other.accept)).toThrow(forged);
  });

  it("refuses a server that does not hold the private key", () => {
    const client = clientHandshake();
    const { head, sealed, payload, ...rest } = decodeAccept(answer(client.hello).accept);
    expect(() => client.finish({ head, sealed, payload, ...rest }, random(32))).toThrow(forged);
  });

  it("refuses a server of another application", () => {
    const client = clientHandshake({ application: "one" });
    const server = clientHandshake({ application: "other" });
    expect(() => conclude(client, answer(server.hello, { application: "other" }).accept)).toThrow(forged);
  });

  it.each(["offers", "challenge"] as const)("refuses an ACCEPT without %s", (missing) => {
    const client = clientHandshake();
    expect(() => conclude(client, acceptWithout(client.hello, missing))).toThrow(peerError("ERR_COUNTERSIGN_PROTOCOL"));
  });

  it("does not take a secret that everybody knows", () => {
    const client = clientHandshake();
    const accept = decodeAccept(answer(client.hello).accept);
    for (const secret of [undefined, new Uint8Array(32), new Uint8Array(31).fill(1), "a secret"]) {
      expect(() => client.finish(accept, secret)).toThrow(forged);
    }
  });

  it("hands the private key a copy of its own", () => {
    const client = clientHandshake();
    const { accept } = answer(client.hello);
    const received = decodeAccept(accept);
    const before = Buffer.from(received.sealed);
    client.decapsulate(received);
    expect(Buffer.from(received.sealed)).toEqual(before);
  });
});
