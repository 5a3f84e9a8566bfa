/** Takes the key log of sessions, line by line. */
export type KeyLog = (line: string) => void;

/**
 * One line of a key log (spec: K-7), in the manner of SSLKEYLOGFILE: what it is, whose it is and the secret, in hex. It
 * comes without an end of line.
 */
export function keyLogLine(label: "DATA_C2S" | "DATA_S2C", clientId: Uint8Array, secret: Uint8Array): string {
  return `COUNTERSIGN_${label} ${hex(clientId)} ${hex(secret)}`;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
