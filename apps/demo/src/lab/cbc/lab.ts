import type { Lab } from "../lab.ts";
import { attackNaive } from "./naive.ts";
import { attackOurs } from "./ours.ts";

export const cbc: Lab = {
  name: "cbc",
  title: "CBC without authentication",
  practice:
    "AES-256-CBC, this time with a random IV in front of each message, as it should be. Mallory, on the path, has no " +
    "key, but knows what orders look like.",
  attackNaive,
  why: `
    Encryption hides; it does not protect against change. In CBC a block is decrypted and then XORed with the ciphertext
    block before it, the first one with the IV. Flip a bit there, and the same bit of the text flips: who knows that
    the fifth character is a 1 makes it a 9. In the first block nothing else is disturbed; further back one block turns
    to garbage, which parsers often forgive.

    Counter modes are even easier to steer, since there every bit of ciphertext is one bit of text. A checksum inside
    does not help: it is not secret, and can be steered as well.

    What is more, a server that reacts differently to good and bad padding can be asked, about a hundred times for each byte, until
    the whole message is known (Vaudenay 2002). So nothing may be made of a ciphertext before it is known to be
    genuine: an AEAD such as AES-GCM, or encrypt, then authenticate, and compare in constant time.`,
  defence:
    "Every packet is sealed by an AEAD, its header included. What does not open is never looked at: over TCP, where " +
    "chance changes nothing, it ends the session, and over UDP it is counted and dropped.",
  attackOurs,
};
