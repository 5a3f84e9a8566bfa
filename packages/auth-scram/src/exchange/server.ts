import { type ChannelBinding, channelBytes } from "./channel-binding.ts";
import { equal, hmac, mixedSecret, sha256, xor } from "./keys.ts";
import { type ClientFirst, readClientFinal, readClientFirst, writeServerFinal, writeServerFirst } from "./messages.ts";
import { refused } from "./refusal.ts";
import type { Verifier } from "./verifier.ts";

export interface Heard {
  /** As the client sent it, not prepared. */
  readonly name: string;
  /** `nonce`: printable ASCII without ",", new for each attempt; it is appended to the client's. */
  challenge(verifier: Verifier, nonce: string): Challenge;
}

export interface Challenge {
  readonly send: string;
  /** Takes the client's last message. Throws PeerError when it is malformed, or made for another session. */
  judge(received: string): Verdict;
}

/** All of it is worked out, whether or not the proof is right. */
interface Verdict {
  /** Whether the client holds the password. */
  readonly proven: boolean;
  readonly send: string;
  readonly secret: Uint8Array;
}

/**
 * The server's half of SCRAM-SHA-256 (RFC 5802 §3, RFC 7677): each state leads to the next. Throws PeerError for a first
 * message that is malformed, or of a client that is bound otherwise.
 */
export function hearClient(received: string, channel: ChannelBinding): Heard {
  const first = readClientFirst(received, channel);
  return { name: first.name, challenge: (verifier, nonce) => challenge(first, channel, verifier, nonce) };
}

function challenge(first: ClientFirst, channel: ChannelBinding, verifier: Verifier, ownNonce: string): Challenge {
  const { salt, iterations } = verifier;
  const nonce = first.nonce + ownNonce;
  const send = writeServerFirst({ nonce, salt, iterations });
  return {
    send,
    judge(received) {
      const final = readClientFinal(received);
      if (!equal(final.channel, channelBytes(channel))) throw refused("The client's proof is for another session.");
      if (!equal(Buffer.from(final.nonce), Buffer.from(nonce)))
        throw refused("The client's proof is for another attempt.");
      return verdict(verifier, `${first.bare},${send},${final.withoutProof}`, final.proof);
    },
  };
}

function verdict({ storedKey, serverKey }: Verifier, authMessage: string, proof: Uint8Array): Verdict {
  const clientKey = xor(proof, hmac(storedKey, authMessage));
  return {
    proven: equal(sha256(clientKey), storedKey),
    send: writeServerFinal(hmac(serverKey, authMessage)),
    secret: mixedSecret(clientKey, authMessage),
  };
}
