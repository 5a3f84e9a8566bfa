import type { Lab } from "../lab.ts";
import { attackNaive } from "./naive.ts";
import { attackOurs } from "./ours.ts";

export const paddingOracle: Lab = {
  name: "padding-oracle",
  title: "RSA with PKCS #1 v1.5, and an error that says too much",
  practice:
    "Messages are encrypted with RSA and the padding of PKCS #1 v1.5; what is padded wrongly is answered with an error " +
    "of its own. The key is a toy of 128 bits, and the padding counts hexadecimal digits, so that it takes a second.",
  attackNaive,
  why: `
    RSA multiplies: encrypt s and multiply it with a ciphertext, and what comes out is the ciphertext of s times the
    message. Who sends that to the server, and learns whether it was padded rightly, learns that s times the message
    begins with 00 02: that it lies in a narrow band. Each such answer leaves less room for the message; in the end one
    number is left (Bleichenbacher 1998). The private key is never known, and not needed.

    The server need not be talkative. Another error code, a closed connection, a log line, a millisecond more or less:
    any difference will do. TLS forbade it in 1999, and it was found again in products in 2014, 2017 and 2023 (ROBOT, the
    Marvin attack). Node itself refuses to decrypt this padding where its OpenSSL cannot hide the outcome.

    OAEP makes wrong ciphertexts hard to use, but needs the same silence (Manger 2001). Best is to let nothing depend on
    whether the decryption worked.`,
  defence:
    "RSA-OAEP, and when it fails the handshake goes on with random bytes: every failure ends at the same check of the " +
    "AEAD, in the same answer, sent not before 250 ms have passed.",
  attackOurs,
};
