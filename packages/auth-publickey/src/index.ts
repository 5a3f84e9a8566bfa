export { type AuthorizedKeysOptions, authorizedKeys, type SkippedLine } from "./authorized-keys/file.ts";
export type { ClientKeys, EnrolledClient } from "./enrolled-client.ts";
export { loadPrivateKey, type PassphraseOptions, type PrivateKey } from "./private-key.ts";
export type { Ed25519PublicKey } from "./public-key.ts";
export { type ClientLookUp, publicKeys } from "./public-keys.ts";
export { signature } from "./signature.ts";
