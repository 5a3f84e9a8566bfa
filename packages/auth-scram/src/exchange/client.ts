import type { ChannelBinding } from "./channel-binding.ts";
import { deriveKeys, equal, hmac, minIterations, mixedSecret, type ScramKeys, xor } from "./keys.ts";
import { readServerFinal, readServerFirst, writeBare, writeClientFinal, writeWithoutProof } from "./messages.ts";
import { refused } from "./refusal.ts";

export interface ClientOptions {
  /** Prepared by SASLprep. */
  readonly name: string;
  /** Prepared, in UTF-8. */
  readonly password: Uint8Array;
  /** Printable ASCII without ",": new for each attempt. */
  readonly nonce: string;
  readonly channel: ChannelBinding;
  /** What the server may ask for, at most. */
  readonly maxIterations: number;
}

export interface ClientOpening {
  readonly send: string;
  /** Takes the server's first message. Rejects with PeerError when it is malformed, or answers somebody else. */
  answer(received: string): Promise<ClientAnswer>;
}

export interface ClientAnswer {
  readonly send: string;
  /** Takes the server's last message; returns the mechanism's secret. Throws PeerError without the server's proof. */
  verify(received: string): Uint8Array;
}

/** The client's half of SCRAM-SHA-256 (RFC 5802 §3, RFC 7677): each state leads to the next. */
export function openAsClient(options: ClientOptions): ClientOpening {
  const bare = writeBare(options.name, options.nonce);
  return {
    send: options.channel.gs2Header + bare,
    answer: (received) => answer(options, bare, received),
  };
}

async function answer(options: ClientOptions, bare: string, received: string): Promise<ClientAnswer> {
  const { nonce, channel, password, maxIterations } = options;
  const first = readServerFirst(received);
  if (!first.nonce.startsWith(nonce) || first.nonce.length === nonce.length) {
    throw refused("The server's nonce is no answer to ours.");
  }
  checkIterations(first.iterations, maxIterations);
  const keys = await deriveKeys(password, first.salt, first.iterations);
  const withoutProof = writeWithoutProof(channel, first.nonce);
  const authMessage = `${bare},${received},${withoutProof}`;
  const proof = xor(keys.clientKey, hmac(keys.storedKey, authMessage));
  return {
    send: writeClientFinal(withoutProof, proof),
    verify: (last) => verify(keys, authMessage, last),
  };
}

/** Before anything is hashed: few make guessing cheap for an impostor, many keep the client busy (spec: A-25). */
function checkIterations(iterations: number, most: number): void {
  if (iterations < minIterations) {
    throw refused(`The server asks for ${iterations} iterations: fewer than 4,096 make a password cheap to guess.`);
  }
  if (iterations > most) {
    throw refused(`The server asks for ${iterations} iterations, and \`maxIterations\` admits ${most}.`);
  }
}

function verify(keys: ScramKeys, authMessage: string, received: string): Uint8Array {
  if (!equal(readServerFinal(received), hmac(keys.serverKey, authMessage))) {
    throw refused("The server does not know our password.");
  }
  return mixedSecret(keys.clientKey, authMessage);
}
