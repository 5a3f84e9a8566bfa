import { createPrivateKey } from "node:crypto";
import { chmod, readFile, rm, writeFile } from "node:fs/promises";
import { type Identity, type KeyedCipher, UsageError } from "@countersign/core";
import { publicKeyFileFor } from "@countersign/core/key-files";

/** A cipher with one fault in its key files, and the case that must find it. */
export const keyFileMutants: Record<string, { fails: string; mutate: (cipher: KeyedCipher) => KeyedCipher }> = {
  "has one identity": {
    fails: "makes different identities in memory (C-18)",
    mutate: (cipher) => {
      const only = cipher.generateIdentity();
      return { ...cipher, generateIdentity: () => only };
    },
  },
  "lets everyone read the private key": {
    fails: "creates a private key that only its owner may read, with its public half beside it (C-19)",
    mutate: afterLoading((file) => chmod(file, 0o644)),
  },
  "writes no public half": {
    fails: "creates a private key that only its owner may read, with its public half beside it (C-19)",
    mutate: afterLoading((file) => rm(publicKeyFileFor(file))),
  },
  "makes a new key every time": {
    fails: "loads the key it created, and leaves the files as they are (C-20)",
    mutate: (cipher) => ({
      ...cipher,
      loadIdentity: async (file, options) => {
        if (options?.create) await rm(file, { force: true });
        return cipher.loadIdentity(file, options);
      },
    }),
  },
  "looks for the file, then writes it": {
    fails: "creates one key when several callers start at once (C-21)",
    mutate: (cipher) => ({
      ...cipher,
      loadIdentity: async (file, options) => {
        const text = await readFile(file).catch(() => undefined);
        if (text) return cipher.loadIdentity(file, options);
        const identity = await cipher.loadIdentity(`${file}.${Math.random()}`, options);
        await writeFile(file, "");
        return identity;
      },
    }),
  },
  "encodes another public half": {
    fails: "has the fingerprint of the bytes in its public key file (C-19)",
    mutate: afterLoading(async (file, identity) => {
      const other = Buffer.from(identity.publicKey.encoded).fill(9, 40).toString("base64");
      await writeFile(publicKeyFileFor(file), `-----BEGIN PUBLIC KEY-----\n${other}\n-----END PUBLIC KEY-----\n`);
    }),
  },
  "writes the private key in the clear": {
    fails: "encrypts a private key with a passphrase, and needs it again (C-22)",
    mutate: afterLoading(async (file, _, passphrase) => {
      if (!passphrase) return;
      const key = createPrivateKey({ key: await readFile(file), passphrase: Buffer.from(passphrase) });
      await writeFile(file, key.export({ type: "pkcs8", format: "pem" }));
    }),
  },
  "reads nothing but the lines it wrote": {
    fails: "reads files with text before the key, and other ends of line (C-23)",
    mutate: reading((text) => {
      if (!/^-----BEGIN [A-Z ]+-----\n/.test(text)) throw refused("not as it was written");
    }),
  },
  "passes on what the file system throws": {
    fails: "refuses a file that is missing, a folder, empty or no PEM (C-24)",
    mutate: (cipher) => ({
      ...cipher,
      loadPublicKey: async (file) => {
        await readFile(file);
        return cipher.loadPublicKey(file);
      },
    }),
  },
  "keeps a key that it could not write": {
    fails: "refuses to create a key where it cannot be written (C-24)",
    mutate: (cipher) => ({
      ...cipher,
      loadIdentity: (file, options) =>
        cipher.loadIdentity(file, options).catch((error) => {
          if (options?.create) return cipher.generateIdentity();
          throw error;
        }),
    }),
  },
  "takes the public half out of a private key file": {
    fails: "refuses a public key for a private one, and the other way round (C-24)",
    mutate: (cipher) => ({
      ...cipher,
      loadPublicKey: (file) =>
        cipher.loadPublicKey(file).catch(async (error) => {
          const identity = await cipher.loadIdentity(file).catch(() => undefined);
          if (identity) return identity.publicKey;
          throw error;
        }),
    }),
  },
  "takes any key": {
    fails: "refuses keys of another kind (C-24)",
    mutate: (cipher) => ({
      ...cipher,
      loadIdentity: (file, options) =>
        cipher.loadIdentity(file, options).catch(async (error) => {
          if ((await readFile(file, "utf8")).includes("BEGIN PRIVATE KEY")) return cipher.generateIdentity();
          throw error;
        }),
    }),
  },
  "quotes the file in its error": {
    fails: "refuses a damaged key, and quotes none of it (C-24, C-25)",
    mutate: (cipher) => ({
      ...cipher,
      loadIdentity: (file, options) =>
        cipher.loadIdentity(file, options).catch(async (error) => {
          throw refused(error.message, await readFile(file, "utf8").catch(() => ""));
        }),
    }),
  },
  "takes any passphrase": {
    fails: "refuses an encrypted key without its passphrase, or with another (C-22, C-25)",
    mutate: (cipher) => ({
      ...cipher,
      loadIdentity: (file, options) =>
        cipher.loadIdentity(file, options).catch((error) => {
          if (error.message.includes("passphrase is wrong")) return cipher.generateIdentity();
          throw error;
        }),
    }),
  },
  "takes an empty passphrase for none": {
    fails: "refuses to create a key with a passphrase that could not be used again (C-22)",
    mutate: (cipher) => ({
      ...cipher,
      loadIdentity: (file, options) =>
        cipher.loadIdentity(file, options?.passphrase === "" ? { create: options.create ?? false } : options),
    }),
  },
};

type After = (file: string, identity: Identity, passphrase?: string | Uint8Array) => Promise<void>;

function afterLoading(fault: After): (cipher: KeyedCipher) => KeyedCipher {
  return (cipher) => ({
    ...cipher,
    loadIdentity: async (file, options) => {
      const identity = await cipher.loadIdentity(file, options);
      await fault(file, identity, options?.passphrase);
      return identity;
    },
  });
}

function reading(fault: (text: string) => void): (cipher: KeyedCipher) => KeyedCipher {
  return (cipher) => ({
    ...cipher,
    loadPublicKey: async (file) => {
      fault(await readFile(file, "utf8").catch(() => ""));
      return cipher.loadPublicKey(file);
    },
  });
}

function refused(message: string, cause?: unknown): UsageError {
  return new UsageError("ERR_COUNTERSIGN_KEY_FILE", message, { cause });
}
