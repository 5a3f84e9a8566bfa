export { type KeyKind, loadPrivateKeyFile } from "./private-key-file.ts";
export { publicKeyFileFor, readPublicKeyFile } from "./public-key-file.ts";
export { x25519 } from "./x25519-kem.ts";
export { decodeX25519PublicKey, encodeX25519PublicKey } from "./x25519-public-key.ts";
