import { createDecipheriv } from "node:crypto";
import bcrypt from "bcrypt-pbkdf";
import { damaged, refused } from "../refusal.ts";
import { SshReader } from "./ssh-reader.ts";

/** What is not encrypted is padded as if it were, to so many bytes. */
export const plainBlockBytes = 8;

/** How the file says that it is encrypted. */
export interface Encryption {
  readonly cipher: string;
  readonly kdf: string;
  readonly kdfOptions: Uint8Array;
}

/**
 * Decrypts the private part of an OpenSSH key file with the key that bcrypt_pbkdf makes of the passphrase, which blocks
 * for some 20 ms a round. Nothing here tells whether the passphrase was right. The caller overwrites `opened`.
 */
export function decrypt(sealed: Uint8Array, { cipher, kdf, kdfOptions }: Encryption, passphrase: Uint8Array) {
  const algorithm = ciphers.get(cipher);
  if (!algorithm || kdf !== "bcrypt") {
    throw refused("it is encrypted in a way that we do not know. `ssh-keygen -p -Z aes256-ctr -f FILE` changes that");
  }
  if (sealed.length % blockBytes !== 0) throw damaged();
  const derived = derive(passphrase, new SshReader(kdfOptions));
  try {
    const [key, iv] = [derived.subarray(0, keyBytes), derived.subarray(keyBytes)];
    const decipher = createDecipheriv(algorithm, key, iv).setAutoPadding(false);
    return { opened: Buffer.concat([decipher.update(sealed), decipher.final()]), blockBytes };
  } finally {
    derived.fill(0);
  }
}

/** Those that ssh-keygen has taken by itself: the first since 2018, the second before. */
const ciphers: ReadonlyMap<string, string> = new Map([
  ["aes256-ctr", "aes-256-ctr"],
  ["aes256-cbc", "aes-256-cbc"],
]);

const [keyBytes, blockBytes] = [32, 16];

/** More would block the process for seconds, and a file that was tampered with could ask for 4,294,967,295. */
const maxRounds = 256;
const maxSaltBytes = 64;

function derive(passphrase: Uint8Array, options: SshReader): Buffer {
  const [salt, rounds] = [options.string(), options.uint32()];
  if (options.rest().length > 0 || salt.length === 0 || salt.length > maxSaltBytes || rounds === 0) throw damaged();
  if (rounds > maxRounds) {
    throw refused(`it takes more than ${maxRounds} rounds to decrypt. \`ssh-keygen -p -a 100 -f FILE\` changes that`);
  }
  const derived = Buffer.alloc(keyBytes + blockBytes);
  if (bcrypt.pbkdf(passphrase, passphrase.length, salt, salt.length, derived, derived.length, rounds) !== 0) {
    throw damaged();
  }
  return derived;
}
