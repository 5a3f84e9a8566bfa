import type { OursOutcome } from "../lab.ts";
import { Bank } from "../stage/bank.ts";
import { type LabCipher, labCipher } from "../stage/cipher.ts";
import { dial, leave } from "../stage/client.ts";
import { FramedSocket } from "../stage/framed-socket.ts";
import { carriesMessages, Middle } from "../stage/middle.ts";
import { order } from "./naive.ts";

export async function attackOurs(cipher: LabCipher = labCipher()): Promise<OursOutcome> {
  await using bank = await Bank.open({ cipher });

  // A packet again, in its own session.
  let repeated = 0;
  await using mallory = await Middle.before(bank.address, (frame) => {
    if (!carriesMessages(frame) || repeated > 0) return [frame];
    repeated++;
    return [frame, frame];
  });
  const alice = await dial({ address: mallory.address, cipher, server: bank.publicKey });
  await alice.send(order);
  await bank.order();
  await leave(alice);
  const within = await bank.end();
  const paidWithin = bank.orders.length;

  // A whole session again, on a connection of its own.
  await using eve = await Middle.before(bank.address);
  const again = await dial({ address: eve.address, cipher, server: bank.publicKey });
  await again.send(order);
  await leave(again);
  await bank.end();
  const paidByAlice = bank.orders.length;
  const afresh = await replayTo(bank, eve.fromClient);
  return {
    held: repeated === 1 && paidWithin === 1 && bank.orders.length === paidByAlice,
    evidence: [
      `Mallory sends the order's packet twice within the session: the bank pays ${paidWithin} times`,
      `Mallory sends a whole session again: the bank pays ${bank.orders.length - paidByAlice} times`,
    ],
    stoppedBy: `${within} within the session, ${afresh} on a new connection, both at the server`,
  };
}

/** Says again all that a client has said: its first message, and the rest when the server has answered. */
async function replayTo(bank: Bank, [hello, ...rest]: readonly Buffer[]): Promise<string> {
  await using mallory = await FramedSocket.dial(bank.address);
  mallory.send(hello as Buffer);
  await mallory.receive();
  for (const frame of rest) mallory.send(frame);
  return await bank.end();
}
