import { explain } from "./explanation.ts";

/** W-7: what is inside of a packet. */
export const frames = {
  type: explain("frame", "W-7", "What follows.", "Frames fill a packet exactly, one behind the other."),
  padding: explain(
    "padding",
    "A-9",
    "Zeros without a meaning.",
    "In epoch 0 they hide how long the client's name is; in a probe they find out how large a packet may be.",
  ),
  offset: explain(
    "offset",
    "R-1",
    "Where in the stream of bytes this piece belongs.",
    "Pieces may come late, twice or in another order: the offset puts each into its place.",
  ),
  length: explain("length", "W-7", "How many bytes follow.", "Messages are of any size."),
  authKind: explain(
    "kind",
    "W-6",
    "1 BEGIN, 2 CONTINUE, 3 WELCOME.",
    "Any other, or one out of turn, ends the session.",
  ),
  authLength: explain("length", "W-6", "Bytes of the step.", "A step has 4,096 bytes at most."),
  mechanismLength: explain("length of name", "W-6", "Bytes of the mechanism's name.", "Names have different lengths."),
  mechanism: explain(
    "mechanism",
    "A-7",
    "How the client says who it is.",
    "Inside the channel already: an eavesdropper does not even learn this.",
  ),
  step: explain(
    "step",
    "A-1",
    "What the mechanism says.",
    "The channel is bound into every proof: it is worth nothing in any other session.",
  ),
  nonce: explain(
    "nonce",
    "A-2",
    "32 random bytes of the client's.",
    "The server's proof covers them, so that it is new too.",
  ),
  proof: explain(
    "proof",
    "A-2",
    "An HMAC with the shared key over the channel, the challenge, the nonce and the name.",
    "Shows that the key is known without showing the key. The role is in it, so that nobody can send it back to its maker.",
  ),
  nameLength: explain(
    "length of name",
    "A-2",
    "Bytes of the client's name.",
    "The padding hides it from everybody else.",
  ),
  name: explain("name", "A-2", "Who the client says that it is.", "Only the server reads it."),
  message: explain(
    "message",
    "W-7",
    "One message, whole.",
    "It arrives as it was sent: never two in one, never half of one.",
  ),
  part: explain("part of a message", "D-3", "More of it follows.", "A large message needs several packets."),
  stream: explain(
    "stream",
    "R-1",
    "Messages, each behind its length, or a piece of them.",
    "What was lost goes out again, cut anew into another packet with another number.",
  ),
  datagram: explain("datagram", "R-11", "One datagram.", "It is never repeated."),
  largest: explain("largest", "R-16", "The newest packet that has come.", "Its number also gives the round trip."),
  delay: explain(
    "delay",
    "R-16",
    "Microseconds since it came.",
    "Taken off the round trip, which is the network's alone then.",
  ),
  ranges: explain(
    "ranges",
    "R-16",
    "Which packets before it have come, as lengths and gaps.",
    "A gap means loss, or that something is late: after three newer ones it is sent again.",
  ),
  maxData: explain(
    "up to",
    "R-3",
    "The peer may send its stream so far.",
    "Grows while the application reads, and only then.",
  ),
  challenge: explain(
    "challenge",
    "R-13",
    "Eight random bytes.",
    "Packets came from a new address. Only who receives there, and has the keys, can send these bytes back.",
  ),
  response: explain(
    "response",
    "R-22",
    "The eight bytes of the challenge.",
    "Now the session goes to the new address.",
  ),
  end: explain(
    "length of stream",
    "R-10",
    "Where this side's messages end.",
    "Nobody can cut the conversation short unnoticed.",
  ),
  code: explain(
    "code",
    "W-7",
    "Why it ends: 0 is a proper close.",
    "An end without it is an error, never a shorter conversation.",
  ),
};

/** Names of the frames' types. */
export const frameNames: Readonly<Record<number, string>> = {
  0: "PADDING",
  1: "PING: a sign of life",
  2: "ACK: what has come",
  3: "AUTH: who is there",
  4: "STREAM: messages",
  5: "MESSAGE",
  6: "DATAGRAM",
  7: "MAX_DATA: go on sending",
  8: "PATH_CHALLENGE: are you there?",
  9: "PATH_RESPONSE: yes",
  10: "FIN: no more messages",
  11: "CLOSE: the end",
  13: "MESSAGE_PART",
  14: "RECEIVED: all is here",
};
