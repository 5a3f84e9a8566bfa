export { keyFileError } from "./key-file-error.ts";
export { pemLabel, readKeyFile, systemCode } from "./key-file-text.ts";
export { type KeyKind, loadPrivateKeyFile } from "./private-key-file.ts";
export { publicKeyFileFor, readPublicKeyFile } from "./public-key-file.ts";
