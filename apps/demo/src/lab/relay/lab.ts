import type { Lab } from "../lab.ts";
import { attackNaive } from "./naive.ts";
import { attackOurs } from "./ours.ts";

export const relay: Lab = {
  name: "relay",
  title: "Challenge and response, relayed",
  practice:
    "The bank sends a random number, and whoever answers with its HMAC under alice's key is alice. Mallory runs a server " +
    "of another kind, at which alice logs in the same way.",
  attackNaive,
  why: `
    Alice's answer proves that she was there, somewhere, at this moment. It does not say in which connection. Mallory
    opens one to the bank, takes its challenge to alice, who is logging in at Mallory's own server, and carries her
    answer back. The bank hears the right answer from the wrong mouth, and from then on Mallory speaks as alice. It is
    the story of the two chess masters who, without knowing, play each other through a child that plays both by post.

    Encryption alone does not help. Both connections may be encrypted, each to its right server; the proof travels
    inside them, and can be taken out of one and put into the other. Passwords, one-time codes and NTLM have all been
    relayed so.

    The proof has to be bound to the channel that it is made for: to a value that no other connection has, and that
    neither side can choose alone (RFC 5056). Then it can be carried elsewhere, and is worth nothing there.`,
  defence:
    "Every proof covers the binding of its session, which is derived from the whole handshake, the server's public key " +
    "included. A proof that alice makes for one session is refused in every other.",
  attackOurs,
};
