import { UsageError } from "@countersign/core";
import { base64, readBase64 } from "./base64.ts";
import { keyBytes, minIterations, mostIterations } from "./keys.ts";

/** What a server keeps of a password (spec: A-28): enough to check a proof, and not to make one. */
export interface Verifier {
  readonly iterations: number;
  readonly salt: Uint8Array;
  readonly storedKey: Uint8Array;
  readonly serverKey: Uint8Array;
}

/** Every verifier begins so: a text that does is no password. */
export const verifierPrefix = "SCRAM-SHA-256$";

/** As PostgreSQL keeps it in pg_authid: SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey, in base64. */
export function formatVerifier({ iterations, salt, storedKey, serverKey }: Verifier): string {
  return `${verifierPrefix}${iterations}:${base64(salt)}$${base64(storedKey)}:${base64(serverKey)}`;
}

/** Throws UsageError ERR_COUNTERSIGN_VERIFIER for a text that is none, or has too few iterations. */
export function parseVerifier(text: string): Verifier {
  const [, count, ...encoded] = form.exec(text) ?? [];
  const [salt, storedKey, serverKey] = encoded.map(readBase64);
  if (!salt || storedKey?.length !== keyBytes || serverKey?.length !== keyBytes) {
    throw unfit("A verifier is SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey in base64: makeVerifier(password).");
  }
  if (salt.length < saltBytes.least || salt.length > saltBytes.most) {
    throw unfit(`A verifier's salt has ${saltBytes.least} to ${saltBytes.most} bytes: set the password again.`);
  }
  const iterations = Number(count);
  if (iterations < minIterations || iterations > mostIterations) {
    throw unfit(`A verifier has 4,096 iterations or more, and not ${count}: set the password again.`);
  }
  return { iterations, salt, storedKey, serverKey };
}

const form = /^SCRAM-SHA-256\$([1-9]\d{0,9}):([^$:]+)\$([^$:]+):([^$:]+)$/;

/** RFC 8018 §4.1 wants 8 bytes; the first message of a server has to hold the rest. */
const saltBytes = { least: 8, most: 1_024 };

function unfit(message: string): UsageError {
  return new UsageError("ERR_COUNTERSIGN_VERIFIER", message);
}
