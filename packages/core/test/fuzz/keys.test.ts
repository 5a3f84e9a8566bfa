import { randomBytes } from "node:crypto";
import { Admission } from "../../src/handshake/admission.ts";
import { KeyInquiry } from "../../src/handshake/key-inquiry.ts";
import { decodeKeyRequest, encodeKeyRequest } from "../../src/handshake/key-request.ts";
import { decodeKeys, encodeKeys } from "../../src/handshake/keys.ts";
import { encodeReject } from "../../src/handshake/reject.ts";
import { suiteName } from "../../src/key-schedule/symmetric-state.ts";
import { defaultLimits } from "../../src/limits.ts";
import { keyRequestBytes } from "../../src/wire.ts";
import { cipher, identity, random } from "../fixtures/handshake-pair.ts";
import { keyRequestFor } from "../fixtures/strange-hellos.ts";
import { fuzzAll, impossible } from "./parser.ts";

const clientId = randomBytes(8);
const key = () => cipher.ephemeralKem.generate().publicKey.encoded;
const requests = [keyRequestFor(cipher, clientId), encodeKeyRequest({ clientId, suite: "another" })];
const answers = [0, 1, 2, 20].map((count) => encodeKeys({ clientId, keys: Array.from({ length: count }, key) }));
const rejects = [1, 2, 3, 4, 5].map((code) =>
  encodeReject({ clientId, code, versions: [1], suites: [suiteName(cipher)] }),
);
const limits = { ...defaultLimits, handshakesPerSecondPerAddress: 0 };
const admission = new Admission({ cipher, identities: [identity], random, limits, sessions: () => 0 });
const inquiries = [true, false].map((reliable) => new KeyInquiry({ cipher, reliable, random: () => clientId }));

const codes = ["ERR_COUNTERSIGN_PROTOCOL", "ERR_COUNTERSIGN_NOT_COUNTERSIGN"];

// spec: W-5, W-12, W-13, H-25, H-27
fuzzAll([
  { what: "KEYREQ", corpus: requests, parse: readRequest, codes },
  { what: "KEYS", corpus: answers, parse: readKeys, codes: [...codes, "ERR_COUNTERSIGN_VERSION"] },
  { what: "a stranger's KEYREQ", corpus: requests, parse: screen, codes: [] },
  { what: "what answers a KEYREQ", corpus: [...answers, ...rejects], parse: hear, oneIn: 10, codes: [] },
]);

function readRequest(input: Buffer): void {
  const written = encodeKeyRequest(decodeKeyRequest(input));
  written[1] = input[1] as number; // the version of whoever wrote it
  if (Buffer.compare(written, input) !== 0) impossible("Written again, it is something else.");
}

function readKeys(input: Buffer): void {
  const read = decodeKeys(input);
  if (Buffer.compare(encodeKeys(read), input) !== 0) impossible("Written again, they are something else.");
  if (input.length > keyRequestBytes) impossible("They are longer than the question.");
}

/** Never throws, and never answers with more than what came, or with anything but KEYS and REJECT. */
function screen(input: Buffer): void {
  for (const proven of [false, true]) {
    const verdict = admission.screen(input, { address: "somewhere", proven }, 0);
    if (verdict.kind === "admit") impossible("It is admitted.");
    if (verdict.kind === "answer" && !proven && verdict.reply.length > input.length) impossible("It amplifies.");
  }
}

/** Throws on a reliable link only, and hands over keys that can be used, or nothing. */
function hear(input: Buffer): void {
  const [reliable, lossy] = inquiries as [KeyInquiry, KeyInquiry];
  const keys = lossy.handlePacket(input);
  if (keys?.some((each) => each.encapsulate().secret.length < 32)) impossible("A key that cannot be used.");
  try {
    if (reliable.handlePacket(input)?.length !== keys?.length) impossible("The two differ.");
  } catch (error) {
    if (keys) throw error;
  }
}
