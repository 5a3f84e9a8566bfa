import type { Lab } from "../lab.ts";
import { attackNaive } from "./naive.ts";
import { attackOurs } from "./ours.ts";

export const keySentAlong: Lab = {
  name: "key-sent-along",
  title: "The private key, sent along with the message",
  practice:
    "Each message is encrypted with a new RSA key, and the private half travels in the same JSON, since the receiver " +
    "needs it. Eve, on the path, records.",
  attackNaive,
  why: `
    Encryption turns one secret, the message, into a smaller one, the key. It gains nothing when the key then takes the
    same road: whoever can record the ciphertext can record what opens it. The algorithm does not matter, nor does the
    size of the key. RSA with 2,048 bits is here a costly way of writing plain text.

    The mistake hides well, because everything works: the receiver reads what was sent, and a look at the wire shows
    only base64. It comes in many shapes. A symmetric key is put into a header, or into the first message; a key is
    derived from the time, the user's name or a constant of the program; a private key is in the repository.

    What helps is to exchange nothing secret at all. With public keys each side keeps what opens its messages, and
    never sends it. The test is simple: suppose that the attacker has the source code and every byte that went over
    the wire. What is missing to read it?`,
  defence:
    "The secret for the server's key is sealed to its public half, and the keys of the session come from it and from " +
    "two X25519 keys that are made for this session alone. What opens a message never leaves the process.",
  attackOurs,
};
