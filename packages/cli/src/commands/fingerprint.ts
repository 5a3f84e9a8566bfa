import { Command } from "commander";
import { readKey } from "../keys/key-file.ts";

/** `countersign fingerprint FILE`: what people compare before they trust a key. */
export function fingerprintCommand(): Command {
  return new Command("fingerprint")
    .description("Prints the fingerprint of a server's key: SHA-256 over its public half.")
    .argument("<file>", "a private or a public key, in PEM")
    .action(async (file: string) => console.log((await readKey(file)).fingerprint));
}
