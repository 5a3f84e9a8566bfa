import type { Lab } from "../lab.ts";
import { attackNaive } from "./naive.ts";
import { attackOurs } from "./ours.ts";

export const wrongAddress: Lab = {
  name: "wrong-address",
  title: "A UDP answer from the wrong address",
  practice:
    'A client sends a question by UDP and takes the first datagram that comes for the answer: socket.once("message", …). ' +
    "Mallory, who is nowhere on the path, sends one too.",
  attackNaive,
  why: `
    UDP has no connection. A socket gets every datagram that anybody sends to its port, and "message" is called for each
    of them. A program that does not look at the second argument, where the sender's address stands, takes its answers from
    the whole world. Mallory needs to be faster, or earlier, or merely persistent.

    Comparing the address, or a connected socket, is the least that should be done, and no security: the source of a
    datagram is written by its sender, and networks let forged ones through. Who guessed
    the number of a question could poison the name servers of half the Internet (Kaminsky 2008), and who is on the path
    need not guess. What is
    more, honest addresses change: a telephone goes from one network to another, and a router forgets a mapping.

    So an address can say where to answer, never who it is. That only a key can say: every datagram needs a tag that
    nobody else can make, and a number, so that it counts once.`,
  defence:
    "The client's socket is connected, so that datagrams of others do not even arrive. Those that forge the address fail " +
    "at the AEAD, are counted and dropped, and the session goes on.",
  attackOurs,
};
