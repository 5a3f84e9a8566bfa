// A process that waits for a message, makes or loads the key file it was named, and answers with the public key.
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { loadPrivateKeyFile } from "@countersign/core/key-files";

const kind = {
  generate: async () => generateKeyPairSync("x25519").privateKey,
  accept: (key) => createPublicKey(key).export({ type: "spki", format: "pem" }),
};

process.once("message", async () => {
  process.send(await loadPrivateKeyFile(process.argv[2], { create: true }, kind));
  process.disconnect();
});
process.send("ready");
