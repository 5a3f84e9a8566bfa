import type { Lab } from "../lab.ts";
import { attackNaive } from "./naive.ts";
import { attackOurs } from "./ours.ts";

export const reflection: Lab = {
  name: "reflection",
  title: "Challenge and response, reflected",
  practice:
    "Alice and the server share a key. Each sends a random number, and answers the other's with its HMAC under the key. " +
    "Mallory stands where the server should be, and has no key.",
  attackNaive,
  why: `
    The HMAC proves that somebody with the key has seen the challenge. It does not say who. Alice has the key too, and
    she answers every challenge that she is sent. So Mallory, who is asked a question that only the key can answer, asks
    alice the same question, and gives her own answer back to her. The mathematics is in order; the meaning of the
    message is not.

    It works against servers in the same way: open a second connection, have the server answer there what it has asked
    in the first, and be admitted in the first. Windows had to mend exactly that in 2008, in NTLM, years after it was
    known.

    A proof has to say what it is a proof of: which side speaks, to whom, in which conversation, at which step. All of
    that goes under the HMAC, in a form that cannot be read in two ways. Then what alice says as alice is of no use to
    anybody who has to speak as the server.`,
  defence:
    "The role is the first thing under every proof, before the session's binding, the server's challenge and the name. " +
    "The server's proof is another one than the client's.",
  attackOurs,
};
