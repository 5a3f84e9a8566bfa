/**
 * The 32 bytes in the base64 of an ssh-ed25519 public key (RFC 8709 §4, RFC 4253 §6.6); undefined when it is anything
 * else. Base64 has one form here, with its padding, as OpenSSH writes it.
 */
export function decodeSshPublicKey(base64: string): Buffer | undefined {
  const blob = Buffer.from(base64, "base64");
  return blob.toString("base64") === base64 ? readSshPublicKey(blob) : undefined;
}

export function readSshPublicKey(blob: Uint8Array): Buffer | undefined {
  const raw = Buffer.from(blob.subarray(prefix.length));
  return raw.length === 32 && prefix.equals(blob.subarray(0, prefix.length)) ? raw : undefined;
}

/** The type and the key are strings of SSH's: each behind its length in 4 bytes. */
const prefix = Buffer.from("\0\0\0\x0bssh-ed25519\0\0\0\x20", "latin1");
