import { base64, readBase64 } from "./base64.ts";
import { type ChannelBinding, channelBytes } from "./channel-binding.ts";
import { keyBytes } from "./keys.ts";
import { malformed, refused } from "./refusal.ts";
import { readSaslName, saslName } from "./sasl-name.ts";

// The texts of RFC 5802 §7, spec: A-23. There are no extensions in them: what is optional is refused, since in the
// server's last message no proof would cover it.

export interface ClientFirst {
  /** Without the GS2 header: what proofs cover. */
  readonly bare: string;
  /** As it was sent, not prepared. */
  readonly name: string;
  readonly nonce: string;
}

export interface ServerFirst {
  readonly nonce: string;
  readonly salt: Uint8Array;
  readonly iterations: number;
}

export interface ClientFinal {
  /** What the proof covers of this message. */
  readonly withoutProof: string;
  /** What `c=` carried. */
  readonly channel: Uint8Array;
  readonly nonce: string;
  readonly proof: Uint8Array;
}

export function writeBare(name: string, nonce: string): string {
  return `n=${saslName(name)},r=${nonce}`;
}

/** Throws PeerError for a message that is malformed or begins with another GS2 header. */
export function readClientFirst(text: string, { gs2Header }: ChannelBinding): ClientFirst {
  if (!text.startsWith(gs2Header)) {
    throw refused(
      `The client's first message does not begin with ${gs2Header}: it is not bound to a session as ours are.`,
    );
  }
  const bare = text.slice(gs2Header.length);
  const [, escaped = "", nonce = ""] = /^n=([^,]+),r=([!-+\--~]{1,1024})$/.exec(bare) ?? [];
  const name = readSaslName(escaped);
  if (!name) throw malformed("The client's first message has other than a name and a nonce.");
  return { bare, name, nonce };
}

export function writeServerFirst({ nonce, salt, iterations }: ServerFirst): string {
  return `r=${nonce},s=${base64(salt)},i=${iterations}`;
}

/** Throws PeerError for a message that is malformed. */
export function readServerFirst(text: string): ServerFirst {
  const [, nonce, encoded, count] = /^r=([!-+\--~]+),s=([^,]+),i=([1-9]\d{0,9})$/.exec(text) ?? [];
  const salt = readBase64(encoded ?? "");
  if (!nonce || !salt) throw malformed("The server's first message has other than a nonce, a salt and a count.");
  return { nonce, salt, iterations: Number(count) };
}

export function writeWithoutProof(channel: ChannelBinding, nonce: string): string {
  return `c=${base64(channelBytes(channel))},r=${nonce}`;
}

export function writeClientFinal(withoutProof: string, proof: Uint8Array): string {
  return `${withoutProof},p=${base64(proof)}`;
}

/** Throws PeerError for a message that is malformed. */
export function readClientFinal(text: string): ClientFinal {
  const [, withoutProof, channel = "", nonce, proof = ""] = clientFinal.exec(text) ?? [];
  const parts = { channel: readBase64(channel), proof: readBase64(proof) };
  if (!withoutProof || !nonce || !parts.channel || parts.proof?.length !== keyBytes) {
    throw malformed("The client's last message has other than its channel, the nonce and a proof.");
  }
  return { withoutProof, channel: parts.channel, nonce, proof: parts.proof };
}

const clientFinal = /^(c=([^,]+),r=([!-+\--~]+)),p=([^,]+)$/;

export function writeServerFinal(signature: Uint8Array): string {
  return `v=${base64(signature)}`;
}

/** The server's signature. Throws PeerError for a message that is malformed, `e=` among them. */
export function readServerFinal(text: string): Uint8Array {
  const signature = text.startsWith("v=") ? readBase64(text.slice(2)) : undefined;
  if (signature?.length !== keyBytes) throw malformed("The server's last message has other than its signature.");
  return signature;
}
