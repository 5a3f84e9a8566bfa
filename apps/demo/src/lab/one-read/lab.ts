import type { Lab } from "../lab.ts";
import { attackNaive } from "./naive.ts";
import { attackOurs } from "./ours.ts";

export const oneRead: Lab = {
  name: "one-read",
  title: "One read taken for one message",
  practice:
    'A TCP server takes what each "data" event brings (or each recv call) for one message. It works on every ' +
    "developer's machine. The network cuts and joins as it likes.",
  attackNaive,
  why: `
    TCP carries a stream of bytes. What one side writes in three calls may be read by the other in one, or in twenty:
    the system joins small writes, cuts large ones at the size of a segment, and hands over whatever has arrived. On the
    loopback of a quiet machine a write mostly comes out as one read, and so the program passes its tests, and fails
    with the first large message, slow network or busy server.

    An attacker on the path chooses the pieces, without breaking any rule of TCP. Two orders become one that nobody
    gave. And who ends the connection in the middle makes "pay 100" a "pay 1", since there is nothing to tell a message
    that is complete from one that was cut off. With TLS it is the same: its records are no messages either, and a FIN can
    be forged, which is why close_notify exists.

    Messages need a length or an end of their own, a limit to it, and a conversation needs an end that is part of what
    is authenticated.`,
  defence:
    "The transport cuts packets out of the stream by their length, whatever pieces it comes in. The end of a session is a " +
    "sealed message, too: a connection that just ends is an error, and no part of a message is ever delivered.",
  attackOurs,
};
