import type { OursOutcome } from "../lab.ts";
import { Bank } from "../stage/bank.ts";
import { type LabCipher, labCipher } from "../stage/cipher.ts";
import { dial, leave } from "../stage/client.ts";
import { carriesMessages, Middle } from "../stage/middle.ts";
import { ballots, conclusions, likenesses } from "./attack.ts";

export async function attackOurs(cipher: LabCipher = labCipher()): Promise<OursOutcome> {
  await using bank = await Bank.open({ cipher });
  await using eve = await Middle.before(bank.address);
  const client = await dial({ address: eve.address, cipher, server: bank.publicKey });
  for (const ballot of ballots) {
    await client.send(ballot);
    await bank.order();
  }
  const sealed = eve.fromClient.filter(carriesMessages);
  const found = likenesses(sealed);
  await leave(client);
  return {
    held: sealed.length === ballots.length && found.length === 0,
    evidence: [
      `the server counts ${bank.orders.length} ballots, from ${sealed.length} packets under one key`,
      ...(found.length > 0 ? conclusions(found) : ["no two packets begin alike"]),
    ],
    stoppedBy: `the packet's number in each nonce: ${found.length} pairs of ${sealed.length} packets have a block in common`,
  };
}
