import { createDecipheriv, privateDecrypt } from "node:crypto";

/** What somebody reads who tries every key in a recording on whatever lies beside it. */
export interface Readings {
  readonly texts: readonly string[];
  /** Places in the recording that were tried as a key. */
  readonly tried: number;
}

export function readWithKeysInside(recording: readonly Buffer[]): Readings {
  const texts: string[] = [];
  let tried = 0;
  for (const frame of recording) {
    const byPem = openByPem(frame.toString("latin1"));
    if (byPem !== undefined) texts.push(byPem);
    for (let at = 0; at + keyBytes + nonceBytes <= frame.length; at++) {
      tried++;
      const text = openByKeyAt(frame, at);
      if (text !== undefined) texts.push(text);
    }
  }
  return { texts, tried };
}

/** A private key in PEM, and RSA ciphertext in base64 beside it. */
function openByPem(text: string): string | undefined {
  const key = /-----BEGIN PRIVATE KEY-----.+?-----END PRIVATE KEY-----/.exec(text)?.[0];
  const sealed = /"([A-Za-z0-9+/]{300,}={0,2})"/.exec(text)?.[1];
  if (key === undefined || sealed === undefined) return undefined;
  try {
    return privateDecrypt(key.replaceAll("\\n", "\n"), Buffer.from(sealed, "base64")).toString();
  } catch {
    return undefined;
  }
}

/** A key and a nonce of AES-256-GCM, behind a packet of ours: header, ciphertext, tag. */
function openByKeyAt(frame: Buffer, at: number): string | undefined {
  const tagAt = at - tagBytes;
  if (tagAt <= headerBytes) return undefined;
  const nonceAt = at + keyBytes;
  const nonce = frame.subarray(nonceAt, nonceAt + nonceBytes);
  const decipher = createDecipheriv("aes-256-gcm", frame.subarray(at, nonceAt), nonce, { authTagLength: tagBytes });
  decipher.setAAD(frame.subarray(0, headerBytes));
  decipher.setAuthTag(frame.subarray(tagAt, at));
  const text = decipher.update(frame.subarray(headerBytes, tagAt));
  try {
    decipher.final();
    return text.toString("latin1");
  } catch {
    return undefined;
  }
}

const headerBytes = 1;
const tagBytes = 16;
const keyBytes = 32;
const nonceBytes = 12;
