import { describe, expect, it } from "vitest";
import { ClientHandshake } from "../../src/handshake/client.ts";
import { decodeHello } from "../../src/handshake/hello.ts";
import { authenticationSecrets, dataSecrets } from "../../src/handshake/transcript.ts";
import {
  answer,
  cipher,
  clientHandshake,
  conclude,
  identity,
  ourParameters,
  random,
} from "../fixtures/handshake-pair.ts";
import { hex } from "../fixtures/hex.ts";
import { watched } from "../fixtures/watched-cipher.ts";

function bothSides() {
  const client = clientHandshake();
  const server = answer(client.hello);
  return { client: conclude(client, server.accept), server };
}

const none = new Uint8Array(32);

describe("handshake", () => {
  it("leaves both sides with the same transcript and secrets", () => {
    const { client, server } = bothSides();
    expect(hex(client.state.transcript)).toBe(hex(server.state.transcript));
    expect(authenticationSecrets(client.state)).toEqual(authenticationSecrets(server.state));
    expect(dataSecrets(client.state, none)).toEqual(dataSecrets(server.state, none));
  });

  it("tells each side of the other", () => {
    const { client, server } = bothSides();
    const { maxMessage, maxDatagram, maxPacket, idle } = ourParameters;
    const common = { maxMessage, maxDatagram, maxPacket, idle };
    expect(server.peer).toMatchObject({
      ...common,
      versions: [1],
      suites: ["Countersign_1_X25519_X25519_AES-256-GCM_SHA256"],
    });
    expect(client.peer).toMatchObject({ ...common, offers: ["none", "test"] });
    expect(hex(client.challenge)).toBe(hex(server.challenge));
    expect(client.challenge).toHaveLength(32);
  });

  it("gives every session other secrets, and every purpose", () => {
    const secrets = [bothSides(), bothSides()].flatMap(({ client: { state } }) => [
      ...Object.values(authenticationSecrets(state)),
      ...Object.values(dataSecrets(state, none)),
    ]);
    expect(new Set(secrets.map(hex)).size).toBe(12);
  });

  it("works with any of the server's keys", () => {
    const other = cipher.ephemeralKem.generate();
    const client = clientHandshake({ server: other.publicKey });
    const { accept } = answer(client.hello, { identities: [identity, other] });
    expect(conclude(client, accept).peer.offers).toEqual(["none", "test"]);
  });

  // spec: K-5
  it("gives other data keys for another secret of the mechanism, and after another message of authentication", () => {
    const { client, server } = bothSides();
    const before = dataSecrets(client.state, none);
    expect(dataSecrets(client.state, Buffer.alloc(32, 1)).client).not.toEqual(before.client);
    client.state.mixHash(Buffer.from("proof"));
    server.state.mixHash(Buffer.from("prooF"));
    expect(dataSecrets(client.state, none)).not.toEqual(before);
    expect(dataSecrets(client.state, none)).not.toEqual(dataSecrets(server.state, none));
  });

  it("never seals twice with one key", () => {
    const spy = watched(cipher);
    new ClientHandshake({
      cipher: spy,
      server: identity.publicKey,
      application: "",
      parameters: ourParameters,
      padded: true,
      random,
    });
    expect(spy.seals).toHaveLength(1);
  });
});

describe("HELLO", () => {
  it("is another one each time, and says nothing in the clear of the server's key or the parameters", () => {
    const [one, other] = [clientHandshake().hello, clientHandshake().hello];
    expect(hex(one).slice(4, 20)).not.toBe(hex(other).slice(4, 20));
    expect(decodeHello(one).keyHint).not.toEqual(decodeHello(other).keyHint);
    expect(hex(one)).not.toContain(hex(identity.publicKey.encoded));
  });

  // spec: H-4
  it("is padded to 1,200 bytes, whatever the cipher's keys and ciphertexts take", () => {
    const least = clientHandshake().hello.length;
    for (let extra = 0; least + extra < 1_300; extra++) {
      const server = {
        encoded: identity.publicKey.encoded,
        encapsulate() {
          const { secret, sealed } = identity.publicKey.encapsulate();
          return { secret, sealed: Buffer.concat([sealed, Buffer.alloc(extra)]) };
        },
      };
      const { length } = clientHandshake({ server, padded: true }).hello;
      expect(length, `${least + extra} bytes without padding`).toBeGreaterThanOrEqual(Math.max(least + extra, 1_200));
      expect(length, `${least + extra} bytes without padding`).toBeLessThanOrEqual(Math.max(least + extra, 1_202));
    }
  });
});
