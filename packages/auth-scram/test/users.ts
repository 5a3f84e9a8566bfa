import { makeVerifier, passwords } from "../src/index.ts";

/** As few as there may be: tests guess nothing. */
export const iterations = 4_096;

export const secretOfAlice = "correct horse battery staple";
export const secretOfBob = "Tr0ub4dor&3, and then some";

export const verifiers = new Map([
  ["alice", await makeVerifier(secretOfAlice, { iterations })],
  ["bob", await makeVerifier(secretOfBob, { iterations })],
]);

export const find = (name: string) => verifiers.get(name);

export const server = passwords(find, { iterations });
