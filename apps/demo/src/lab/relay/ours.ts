import { type Authenticator, generateSharedKey, sharedKey, sharedKeys } from "@countersign/core";
import type { OursOutcome } from "../lab.ts";
import { Bank, codeOf } from "../stage/bank.ts";
import { labCipher } from "../stage/cipher.ts";
import { dial, leave } from "../stage/client.ts";
import { between } from "./between.ts";
import { order } from "./naive.ts";

/** A client and a server that know each other. */
export interface Acquaintance {
  readonly client: Authenticator<"client">;
  readonly server: Authenticator<"server">;
}

export async function attackOurs({ client, server }: Acquaintance = byBoundProofs()): Promise<OursOutcome> {
  const cipher = labCipher();
  const relay = between(client.mechanism);
  await using bank = await Bank.open({ cipher, authenticate: server });
  await using mallory = await Bank.open({ cipher, authenticate: relay.server });
  // Alice knows Mallory's server, and has there the key that she has at the bank.
  const alice = dial({ address: mallory.address, cipher, server: mallory.publicKey, authenticate: client });
  const code = await dial({
    address: bank.address,
    cipher,
    server: bank.publicKey,
    authenticate: relay.client,
  }).then(async (session) => {
    await session.send(order);
    await leave(session);
    await bank.end();
    return "no error";
  }, codeOf);
  relay.giveUp();
  await alice.then(leave, () => {});
  return {
    held: bank.orders.length === 0 && code !== "no error",
    evidence: [
      "alice logs in at a server of Mallory's, where she has the same key",
      "that server passes her proof on to the bank, as its own",
      bank.orders.length === 0 ? "the bank does nothing" : `the bank does: "${bank.orders}"`,
    ],
    stoppedBy: `${code} at Mallory`,
  };
}

function byBoundProofs(): Acquaintance {
  const key = generateSharedKey();
  return { client: sharedKey("alice", key), server: sharedKeys({ alice: key }) };
}
