// A process that adds users to the password file it is named, and says each name when it is in.
import { makeVerifier } from "@countersign/auth-scram";
import { passwordFile } from "@countersign/auth-scram/file";

const [path, prefix, count] = process.argv.slice(2);
const users = passwordFile(path);
const verifier = await makeVerifier("correct horse", { iterations: 4_096 });
process.once("message", async () => {
  for (let n = 0; n < Number(count); n++) {
    await users.set(`${prefix}-${n}`, verifier);
    process.send(`${prefix}-${n}`);
  }
  process.disconnect();
});
process.send("ready");
