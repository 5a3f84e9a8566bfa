export { x25519 } from "./kem.ts";
export { decodeX25519PublicKey, encodeX25519PublicKey } from "./public-key.ts";
