export { type KeyKind, loadPrivateKeyFile } from "./private-key-file.ts";
export { publicKeyFileFor, readPublicKeyFile } from "./public-key-file.ts";
