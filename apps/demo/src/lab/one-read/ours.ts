import type { Transport } from "@countersign/core";
import { tcp } from "@countersign/transport-tcp";
import type { OursOutcome } from "../lab.ts";
import { Bank, codeOf } from "../stage/bank.ts";
import { labCipher } from "../stage/cipher.ts";
import { dial, leave } from "../stage/client.ts";
import { cutAfter, orders, quoted } from "./naive.ts";
import { Pieces } from "./pieces.ts";

export async function attackOurs(transport: Transport = tcp()): Promise<OursOutcome> {
  const cipher = labCipher();
  await using bank = await Bank.open({ transport, cipher });
  let left = Number.POSITIVE_INFINITY;
  await using network = await Pieces.before(bank.address, singleBytes());
  /** Each byte by itself, until no more are to pass. */
  function* singleBytes() {
    for (; left > 0; left--) yield 1;
  }

  const opened = await dial({ transport, address: network.address, cipher, server: bank.publicKey }).then(
    async (alice) => {
      for (const order of orders) void alice.send(order);
      for (const _ of orders) await bank.order();
      left = headBytes + cutAfter;
      await alice.send("pay 1000 to carol");
      const code = await bank.end();
      await leave(alice);
      return code;
    },
    codeOf,
  );
  return {
    held: bank.orders.join("|") === orders.join("|") && opened !== "proper",
    evidence: [
      `alice says: ${quoted(orders)}; each byte that she sends arrives by itself`,
      `the bank does: ${quoted(bank.orders)}`,
      `alice says: "pay 1000 to carol", and the connection breaks within it: the bank does nothing more`,
    ],
    stoppedBy: `lengths and an end of our own; ${opened} at the server`,
  };
}

/** Of a packet on TCP, before the message in it: four bytes of length, one of header, one that says "message", one of length. */
const headBytes = 7;
