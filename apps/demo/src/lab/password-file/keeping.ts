import { pbkdf2Sync } from "node:crypto";
import { makeVerifier, password, passwords } from "@countersign/auth-scram";
import type { Authenticator } from "@countersign/core";
import { hmac, sha256, thief } from "./thief.ts";

/** A way of keeping passwords, and of logging in with them. A line is what the server keeps of one. */
export interface Keeping {
  keep(password: string): Promise<string>;
  client(name: string, password: string): Authenticator<"client">;
  server(file: ReadonlyMap<string, string>): Authenticator<"server">;
  /** One who has a line, and no password. */
  thief(name: string, line: string): Authenticator<"client">;
  /** Hashes that a guess at a line's password takes. */
  hashesAGuess(line: string): number;
  isOf(line: string, guess: string): boolean;
}

/** Ours. A line is SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey (RFC 5803). */
export const scram: Keeping = {
  keep: (text) => makeVerifier(text),
  client: (name, text) => password(name, text),
  server: (file) => passwords((name) => file.get(name)),
  thief: (name, line) => thief(name, read(line).storedKey),
  hashesAGuess: (line) => read(line).iterations,
  isOf(line, guess) {
    const { iterations, salt, storedKey } = read(line);
    const salted = pbkdf2Sync(guess, salt, iterations, 32, "sha256");
    return sha256(hmac(salted, "Client Key")).equals(storedKey);
  },
};

function read(line: string) {
  const [, iterations, salt = "", storedKey = ""] = /^SCRAM-SHA-256\$(\d+):(.+)\$(.+):/.exec(line) ?? [];
  return {
    iterations: Number(iterations),
    salt: Buffer.from(salt, "base64"),
    storedKey: Buffer.from(storedKey, "base64"),
  };
}
