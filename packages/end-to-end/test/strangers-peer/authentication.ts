import { type Bytes, join, medium, short, u8 } from "./bytes.ts";
import { derive, hmac } from "./key-schedule.ts";
import { frames } from "./packets.ts";

/** W-6. */
export const begin = (mechanism: string, step: Bytes = ""): Buffer => join(u8(1), medium(join(short(mechanism), step)));
export const proceed = (step: Bytes): Buffer => join(u8(2), medium(step));
export const welcome = (step: Bytes = ""): Buffer => join(u8(3), medium(step));

/** one AUTH frame, padded. */
export function authPlaintext(offset: number, message: Bytes): Buffer {
  const frame = frames.auth(offset, message);
  return join(frame, frames.padding(-frame.length & 255));
}

export interface Challenge {
  readonly binding: Uint8Array;
  readonly challenge: Uint8Array;
}

/** */
export function hmacProofs(sharedKey: Uint8Array, { binding, challenge }: Challenge, nonce: Uint8Array, name: Bytes) {
  const key = derive(sharedKey, "proof", binding);
  const proof = (role: string) => hmac(key, role, binding, challenge, nonce, name);
  return {
    key,
    clientStep: join(nonce, proof("client"), short(name)),
    serverStep: proof("server"),
    secret: derive(sharedKey, "mix", binding),
  };
}
