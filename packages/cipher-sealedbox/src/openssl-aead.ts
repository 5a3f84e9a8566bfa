import { createCipheriv, createDecipheriv } from "node:crypto";

/** As `Protection.seal`. */
export function sealWithOpenSsl(
  key: Uint8Array,
  nonce: Uint8Array,
  packet: Uint8Array,
  start: number,
  end: number,
): number {
  const cipher = createCipheriv(algorithm, key, nonce, options);
  cipher.setAAD(packet.subarray(0, start), { plaintextLength: end - start });
  packet.set(cipher.update(packet.subarray(start, end)), start);
  cipher.final();
  packet.set(cipher.getAuthTag(), end);
  return end + options.authTagLength;
}

/** As `Protection.open`; the tag begins at `end`. */
export function openWithOpenSsl(
  key: Uint8Array,
  nonce: Uint8Array,
  packet: Uint8Array,
  start: number,
  end: number,
): Buffer | undefined {
  const decipher = createDecipheriv(algorithm, key, nonce, options);
  decipher.setAAD(packet.subarray(0, start), { plaintextLength: end - start });
  decipher.setAuthTag(packet.subarray(end));
  const plaintext = decipher.update(packet.subarray(start, end));
  try {
    decipher.final();
  } catch {
    return undefined;
  }
  return plaintext;
}

const algorithm = "chacha20-poly1305";
const options = { authTagLength: 16 };
