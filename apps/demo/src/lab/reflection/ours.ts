import { type Authenticator, generateSharedKey, sharedKey } from "@countersign/core";
import type { OursOutcome } from "../lab.ts";
import { Bank, codeOf } from "../stage/bank.ts";
import { labCipher } from "../stage/cipher.ts";
import { dial, leave } from "../stage/client.ts";
import { confession } from "./naive.ts";

export async function attackOurs(
  alice: Authenticator<"client"> = sharedKey("alice", generateSharedKey()),
): Promise<OursOutcome> {
  const cipher = labCipher();
  // Without the server's private key there would be nobody to send anything back to.
  const stolen = await cipher.generateIdentity();
  await using mallory = await Bank.open({ cipher, identity: stolen, authenticate: mirror(alice.mechanism) });
  const code = await dial({
    address: mallory.address,
    cipher,
    server: stolen.publicKey,
    authenticate: alice,
  }).then(async (session) => {
    await session.send(confession);
    await leave(session);
    await mallory.end();
    return "no error";
  }, codeOf);
  return {
    held: mallory.orders.length === 0 && code !== "no error",
    evidence: [
      "Mallory has even the server's private key, but not the key that alice and the server share",
      "Mallory sends alice's proof back to her as the server's",
      `Mallory is told: ${mallory.orders.length === 0 ? "nothing" : `"${mallory.orders}"`}`,
    ],
    stoppedBy: `${code} at alice`,
  };
}

/** A server's half that has no key: it answers a proof with the same proof. */
function mirror(mechanism: string): Authenticator<"server"> {
  return {
    role: "server",
    mechanism,
    begin: () => ({
      step: (received) => ({
        kind: "done",
        send: received.subarray(nonceBytes, nonceBytes + proofBytes),
        result: { peer: { name: "alice", mechanism } },
      }),
    }),
  };
}

// The client's step of docs/spec/authentication.md, A-2.
const nonceBytes = 32;
const proofBytes = 32;
