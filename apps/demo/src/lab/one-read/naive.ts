import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { NaiveOutcome } from "../lab.ts";
import { addressOf, splitAddress } from "../stage/address.ts";
import { Pieces } from "./pieces.ts";

export const orders = ["pay 100 to bob", "pay 250 to carol"] as const;

/** Bytes of an order that arrive before the connection breaks: "pay 1". */
export const cutAfter = 5;

export async function attackNaive(): Promise<NaiveOutcome> {
  const merged = await order(orders, [orders.join("").length]);
  const cut = await order(orders.slice(0, 1), [cutAfter]);
  return {
    broken: merged.join("|") !== orders.join("|") && cut[0] === "pay 1",
    evidence: [
      `alice says: ${quoted(orders)}`,
      `in one piece, the bank does: ${quoted(merged)}`,
      `when the connection breaks after ${cutAfter} bytes, the bank does: ${quoted(cut)}`,
    ],
  };
}

/** What a server does that takes each piece for an order, when what is said arrives in pieces of these sizes. */
async function order(said: readonly string[], sizes: readonly number[]): Promise<readonly string[]> {
  const done: string[] = [];
  const bank = createServer((socket) => {
    socket.on("data", (piece) => done.push(piece.toString()));
  });
  bank.listen(0, "127.0.0.1");
  await once(bank, "listening");
  await using network = await Pieces.before(addressOf(bank), sizes);
  const alice = connect(splitAddress(network.address));
  alice.on("error", () => {}).resume();
  for (const text of said) alice.write(text);
  await once(alice, "close");
  bank.close();
  await once(bank, "close");
  return done;
}

export function quoted(texts: readonly string[]): string {
  return texts.length === 0 ? "nothing" : texts.map((text) => `"${text}"`).join(", ");
}
