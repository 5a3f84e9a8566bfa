import type { Lab } from "../lab.ts";
import { attackNaive } from "./naive.ts";
import { attackOurs } from "./ours.ts";

export const unpinnedKey: Lab = {
  name: "unpinned-key",
  title: "Public keys, exchanged without authentication",
  practice:
    "Both sides make a fresh X25519 key, send each other the public halves, derive a key and go on with AES-256-GCM. " +
    "Mallory, on the path, does the same with both of them.",
  attackNaive,
  why: `
    Diffie and Hellman's exchange keeps a secret from whoever listens. It says nothing about whom it is shared with.
    Mallory answers alice in the bank's name and the bank in alice's, has a key with each, and carries the messages over,
    reading and changing what she likes. Both see a perfect handshake, the best algorithms, fresh keys. RSA keys that are
    sent at the beginning of a conversation fare no better, nor do certificates that nobody checks
    (rejectUnauthorized: false).

    No cryptography inside of the conversation can mend it, since Mallory can do all that an honest peer can. Something
    has to come from outside: a public key, or its fingerprint, that was brought by another way; a third party whom both
    trust and who signs for it; a secret that both have already. If it has to be the first contact, then at least the
    key is kept, and a change is an alarm and no question to be clicked away.`,
  defence:
    "A client cannot be made without the server's public key: connect() takes it, and HELLO is sealed to it. Who lacks " +
    "the private half learns nothing and cannot answer.",
  attackOurs,
};
