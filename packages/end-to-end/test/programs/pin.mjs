// A process that waits for a message, and pins a key for each of its addresses in the file it was named.
import { insecurePlain } from "@countersign/core/testing";
import { knownServers } from "@countersign/known-servers";

const [, , file, ...addresses] = process.argv;
const cipher = insecurePlain();
const transport = { name: "tcp" };

process.once("message", async () => {
  const servers = knownServers(file, { confirm: () => false });
  const { publicKey } = await cipher.generateIdentity();
  for (const address of addresses) await servers.add({ transport, address, cipher }, publicKey);
  process.send("done");
  process.disconnect();
});
process.send("ready");
