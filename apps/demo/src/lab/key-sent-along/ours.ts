import type { OursOutcome } from "../lab.ts";
import { Bank } from "../stage/bank.ts";
import { type LabCipher, labCipher } from "../stage/cipher.ts";
import { dial, leave } from "../stage/client.ts";
import { Middle } from "../stage/middle.ts";
import { readWithKeysInside } from "./attack.ts";
import { bytesIn } from "./naive.ts";

const message = "The code of the vault is 4711.";

export async function attackOurs(cipher: LabCipher = labCipher()): Promise<OursOutcome> {
  await using bank = await Bank.open({ cipher });
  await using eve = await Middle.before(bank.address);
  const client = await dial({ address: eve.address, cipher, server: bank.publicKey });
  await client.send(message);
  const heard = await bank.order();
  await leave(client);
  const { texts, tried } = readWithKeysInside(eve.recording);
  const inTheClear = eve.recording.filter((frame) => frame.includes(message)).length;
  const opened = texts.filter((text) => text.includes(message)).length;
  return {
    held: inTheClear === 0 && opened === 0,
    evidence: [
      `the server reads: "${heard}"`,
      `the recording has ${bytesIn(eve.recording)} bytes, and the message in the clear ${inTheClear} times`,
      `of ${tried} places in it, taken for a key, ${opened} open the message`,
    ],
    stoppedBy: `no key among the ${bytesIn(eve.recording)} bytes on the wire`,
  };
}
