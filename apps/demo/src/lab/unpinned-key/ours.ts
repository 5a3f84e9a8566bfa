import type { PublicKey } from "@countersign/core";
import type { OursOutcome } from "../lab.ts";
import { Bank, codeOf } from "../stage/bank.ts";
import { labCipher } from "../stage/cipher.ts";
import { dial, leave } from "../stage/client.ts";
import { forged, order } from "./naive.ts";

/** Which key a client takes for the server's. */
export type Trust = (keys: { readonly genuine: PublicKey; readonly offered: PublicKey }) => PublicKey;

/** The client was given the server's key beforehand. */
const pinned: Trust = ({ genuine }) => genuine;

export async function attackOurs(trust: Trust = pinned): Promise<OursOutcome> {
  const cipher = labCipher();
  await using bank = await Bank.open({ cipher });
  await using mallory = await Bank.open({ cipher });
  const code = await dial({
    address: mallory.address,
    cipher,
    server: trust({ genuine: bank.publicKey, offered: mallory.publicKey }),
  }).then(async (alice) => {
    await alice.send(order);
    await mallory.order();
    await leave(alice);
    const toBank = await dial({ address: bank.address, cipher, server: bank.publicKey });
    await toBank.send(forged);
    await leave(toBank);
    await bank.end();
    return "no error";
  }, codeOf);
  return {
    held: mallory.orders.length === 0 && bank.orders.length === 0,
    evidence: [
      "alice knows the bank's public key; Mallory answers in its place, with a key of her own",
      `Mallory reads: ${mallory.orders.length === 0 ? "nothing, not even a name" : `"${mallory.orders}"`}`,
      `the bank does: ${bank.orders.length === 0 ? "nothing" : `"${bank.orders}"`}`,
    ],
    stoppedBy: `${code} at alice`,
  };
}
