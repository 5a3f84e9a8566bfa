import { generateSharedKey } from "@countersign/core";
import { Command } from "commander";

/** `countersign secret`: a shared key, for both sides to keep. */
export function secretCommand(): Command {
  return new Command("secret")
    .description("Prints a new shared key: 32 random bytes as base64url.")
    .addHelpText("after", "\nKeep it in a file that only you can read:  (umask 077; countersign secret > alice.key)")
    .action(() => console.log(generateSharedKey()));
}
