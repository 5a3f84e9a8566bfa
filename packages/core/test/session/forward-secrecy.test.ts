import { describe, expect, it } from "vitest";
import { AuthenticationReader } from "../../src/auth/message.ts";
import type { Cipher } from "../../src/cipher.ts";
import { decodeAccept } from "../../src/handshake/accept.ts";
import { decodeHello } from "../../src/handshake/hello.ts";
import { authenticationSecrets, beginTranscript, dataSecrets } from "../../src/handshake/transcript.ts";
import { deriveKey } from "../../src/key-schedule/hkdf.ts";
import type { SymmetricState } from "../../src/key-schedule/symmetric-state.ts";
import { parseFrames } from "../../src/packet/frame.ts";
import { PacketOpener } from "../../src/packet/opener.ts";
import { cipher, establishedPair, identity } from "../fixtures/machine-pair.ts";
import { byKey, key } from "../fixtures/shared-keys.ts";

interface Recording {
  readonly up: Buffer[];
  readonly down: Buffer[];
  /** The one secret that neither side keeps. */
  readonly ephemeralSecret: Uint8Array;
}

// spec: K-4, K-5
describe("who records a session, and steals every long-lived key afterwards", () => {
  it("opens HELLO and nothing else", async () => {
    const recording = await record();
    const guesses = [helloSecret(recording), key, new Uint8Array(32), identity.publicKey.encoded.subarray(-32)];
    for (const guess of guesses) expect(openMessage(recording, guess)).toBe("ACCEPT stays closed");
  });

  it("would open it all with the one secret that is gone", async () => {
    const recording = await record();
    expect(openMessage(recording, recording.ephemeralSecret)).toContain("for the server's eyes");
  });
});

async function record(): Promise<Recording> {
  const [up, down]: [Buffer[], Buffer[]] = [[], []];
  let ephemeralSecret = new Uint8Array();
  const watching: Cipher = {
    ...cipher,
    ephemeralKem: {
      ...cipher.ephemeralKem,
      generate() {
        const ephemeral = cipher.ephemeralKem.generate();
        return {
          publicKey: ephemeral.publicKey,
          decapsulate(sealed) {
            const secret = ephemeral.decapsulate(sealed) as Uint8Array;
            ephemeralSecret = Uint8Array.from(secret);
            return secret;
          },
        };
      },
    },
  };
  const pair = await establishedPair({
    client: { ...byKey.client, cipher: watching },
    server: byKey.server,
    tap(packet, direction) {
      (direction === "client-to-server" ? up : down).push(Buffer.from(packet));
      return packet;
    },
  });
  pair.client.send("for the server's eyes");
  await pair.settle();
  return { up, down, ephemeralSecret };
}

function helloSecret({ up: [hello] }: Recording): Uint8Array {
  return identity.decapsulate(decodeHello(hello as Buffer).sealed) as Uint8Array;
}

/** What the first packet of epoch 1 says, to whoever holds all long-lived keys and `ephemeralSecret`. */
function openMessage(recording: Recording, ephemeralSecret: Uint8Array): string {
  const [helloPacket, proof, message] = recording.up as [Buffer, Buffer, Buffer];
  const [acceptPacket, answer] = recording.down as [Buffer, Buffer];
  const state = beginTranscript(cipher, "test", identity.publicKey.encoded);
  const hello = decodeHello(helloPacket);
  state.mixHash(hello.head);
  state.mixKey(helloSecret(recording));
  if (!state.decryptAndHash(hello.payload)) return "HELLO stays closed";
  const accept = decodeAccept(acceptPacket);
  state.mixHash(accept.head);
  state.mixKey(ephemeralSecret);
  if (!state.decryptAndHash(accept.payload)) return "ACCEPT stays closed";
  const { binding, client, server } = authenticationSecrets(state);
  mixAuthentication(state, client, proof);
  mixAuthentication(state, server, answer);
  const data = dataSecrets(state, deriveKey(key, "mix", binding));
  return String(new PacketOpener(cipher, data.client, true).open(Buffer.from(message)));
}

function mixAuthentication(state: SymmetricState, secret: Uint8Array, packet: Buffer): void {
  const plaintext = new PacketOpener(cipher, secret, true).open(Buffer.from(packet));
  if (!plaintext) throw new Error("authentication stays closed");
  parseFrames(plaintext, {
    handleFrame(_type, bytes, start, end) {
      const message = new AuthenticationReader().push(bytes.subarray(start, end));
      if (message) state.mixHash(message.bytes);
    },
  });
}
