import type { Lab } from "../lab.ts";
import { attackNaive } from "./naive.ts";
import { attackOurs } from "./ours.ts";

export const replay: Lab = {
  name: "replay",
  title: "A recorded message, replayed",
  practice:
    "Every order carries an HMAC under a key that alice and the bank share, and the bank compares it in constant time. " +
    "Eve records an order, and Mallory sends it again.",
  attackNaive,
  why: `
    The HMAC is right the second time, too: nothing in the message says that it was meant once. Authentication answers
    who wrote this, and not when, nor whether it was heard already. So doors are opened by recorded radio signals, and
    payments are made twice. Encryption changes nothing about it, since a recorded ciphertext opens as well as a fresh
    one.

    A time stamp narrows the window and does not close it, and it needs clocks that agree. A list of everything that
    was ever received grows without end. Numbers are better: the receiver expects the next one, or keeps a window of those
    that it has seen, as IPsec and DTLS do, and the number is covered by the HMAC, so that nobody can change it.

    But a number starts again with the next connection. Therefore each connection needs keys of its own, to which both
    sides contribute something fresh: then a recording opens nowhere but in the session that it is from, and that is
    over.`,
  defence:
    "The number of a packet is in its nonce: over TCP only the next one opens, over UDP a window admits each number once. " +
    "Both sides add fresh keys to every session, so that a recorded one cannot be had again.",
  attackOurs,
};
