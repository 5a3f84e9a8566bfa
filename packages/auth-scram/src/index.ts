export type { Decoys } from "./decoys.ts";
export { makeVerifier, type VerifierOptions } from "./make-verifier.ts";
export { type PasswordOptions, password } from "./password.ts";
export { type PasswordsOptions, passwords } from "./passwords.ts";
export type { Credential, Find, Found, PasswordStore } from "./store.ts";
