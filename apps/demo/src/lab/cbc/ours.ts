import type { OursOutcome } from "../lab.ts";
import { Bank } from "../stage/bank.ts";
import { type LabCipher, labCipher } from "../stage/cipher.ts";
import { dial, leave } from "../stage/client.ts";
import { carriesMessages, Middle } from "../stage/middle.ts";
import { digitAt, flip, order } from "./naive.ts";

/** In a packet of ours: a byte of header, one that says "message", one of length, and the order behind them. */
const digitInPacket = 3 + digitAt;

export async function attackOurs(cipher: LabCipher = labCipher()): Promise<OursOutcome> {
  await using bank = await Bank.open({ cipher });
  let changed = 0;
  await using mallory = await Middle.before(bank.address, (frame) => {
    if (!carriesMessages(frame) || changed > 0) return [frame];
    changed++;
    frame[digitInPacket] = (frame[digitInPacket] as number) ^ flip;
    return [frame];
  });
  const client = await dial({ address: mallory.address, cipher, server: bank.publicKey });
  await client.send(order);
  await leave(client);
  const end = await bank.end();
  return {
    held: changed === 1 && bank.orders.length === 0 && end !== "proper",
    evidence: [
      `alice says: "${order}"`,
      `Mallory changes byte ${digitInPacket} of the packet, where AES-GCM, a counter mode, has the same digit`,
      bank.orders.length > 0 ? `the bank does: "${bank.orders}"` : "the bank does nothing, and the session is over",
    ],
    stoppedBy: `${end} at the server`,
  };
}
