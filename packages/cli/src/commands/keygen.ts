import { access } from "node:fs/promises";
import { fingerprint, UsageError } from "@countersign/core";
import { Command } from "commander";
import { type CipherName, cipherOption, ciphers } from "../options/ciphers.ts";
import { type ModulusBits, modulusOption } from "../options/modulus.ts";
import { passphrase } from "../secrets/passphrase.ts";

/** `countersign keygen FILE`: a server's key pair in two files. */
export function keygenCommand(): Command {
  return new Command("keygen")
    .description("Makes a server's key pair: FILE with the private key, and the public half beside it.")
    .argument("[file]", "where the private key goes", "server.key.pem")
    .addOption(cipherOption())
    .addOption(modulusOption())
    .option("--encrypt", "encrypt the private key with a passphrase")
    .action(keygen);
}

interface KeygenOptions {
  readonly cipher: CipherName;
  readonly bits: ModulusBits;
  readonly encrypt?: boolean;
}

async function keygen(file: string, { cipher: name, bits, encrypt }: KeygenOptions): Promise<void> {
  if (await exists(file)) {
    throw new UsageError("ERR_COUNTERSIGN_KEY_FILE", `${file} exists already: name another file, or remove it first.`);
  }
  const cipher = await ciphers[name](bits);
  const secret = encrypt ? await passphrase({ isNew: true }) : undefined;
  const identity = await cipher.loadIdentity(file, { create: true, ...(secret && { passphrase: secret }) });
  console.log(fingerprint(identity.publicKey));
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
