import { type Explanation, explain } from "./explanation.ts";

/** W-4, by their ids. */
export const parameters: Readonly<Record<number, Explanation>> = {
  0: explain(
    "padding",
    "H-4",
    "Zeros up to 1,200 bytes.",
    "No answer is longer than what came: a forged address cannot make the server flood somebody.",
  ),
  1: explain(
    "versions",
    "H-8",
    "Versions that the client would use.",
    "Inside the encrypted part, where nobody can cut the list to have an older one chosen.",
  ),
  2: explain("suites", "H-8", "Suites that the client would use.", "As with versions: no downgrade."),
  3: explain(
    "largest message",
    "W-4",
    "The largest message that this side takes, in bytes.",
    "A peer refuses to send a larger one, before it costs anybody memory.",
  ),
  4: explain(
    "window",
    "R-3",
    "How far the peer may send before it hears more, in bytes.",
    "Flow control: who does not read is not flooded.",
  ),
  5: explain(
    "largest datagram",
    "W-4",
    "The largest datagram that this side takes, in bytes.",
    "Datagrams are never cut.",
  ),
  6: explain(
    "largest packet",
    "P-12",
    "The largest packet that this side takes, in bytes.",
    "Memory for it is set aside before it comes.",
  ),
  7: explain(
    "idle time",
    "S-2",
    "After so many milliseconds of silence the peer is taken for dead.",
    "The other side sends a sign of life in time.",
  ),
  8: explain(
    "offers",
    "A-7",
    "Mechanisms by which a client may say who it is.",
    "A client uses only the one that it was given, whatever stands here.",
  ),
  9: explain(
    "challenge",
    "A-15",
    "32 random bytes of the server's.",
    "Every proof covers them: one that was recorded is worth nothing.",
  ),
};

export const otherParameter = explain("unknown", "W-4", "A parameter of a later version.", "It is passed over.");
