import { randomBytes } from "node:crypto";
import { checkOptions } from "../../src/api/options.ts";
import { sharedKey, sharedKeys } from "../../src/auth/hmac.ts";
import { readSharedKey } from "../../src/auth/shared-key.ts";
import { readUtf8, utf8 } from "../../src/bytes.ts";
import { generateSharedKey } from "../../src/index.ts";
import { Addresses } from "../../src/testing/addresses.ts";
import { memory } from "../../src/testing/memory.ts";
import { decodeX25519PublicKey } from "../../src/x25519/index.ts";
import { context } from "../fixtures/auth-pair.ts";
import { cipher, identity } from "../fixtures/handshake-pair.ts";
import { fuzzAll, impossible } from "./parser.ts";

const [protocol, wrong] = ["ERR_COUNTERSIGN_PROTOCOL", "ERR_COUNTERSIGN_AUTHENTICATION"];
const [weak, noKey] = ["ERR_COUNTERSIGN_WEAK_KEY", "ERR_COUNTERSIGN_NO_KEY"];
const [invalid, invalidAddress] = ["ERR_COUNTERSIGN_INVALID_ARGUMENT", "ERR_COUNTERSIGN_INVALID_ADDRESS"];

const key = Buffer.alloc(32, 0x4b);
const proof = await proofOfAlice();
const secrets = ["", "short", generateSharedKey(), randomBytes(40).toString("base64")].map(utf8);
const limits = [JSON.stringify({ maxMessageBytes: 5_000, idleTimeoutMs: 0 }), "null", '{"maxHalfOpen":7}'].map(utf8);

// spec
fuzzAll([
  { what: "UTF-8", corpus: ["a", "ä€😀"].map(utf8), parse: readText, codes: [protocol] },
  { what: "a client's proof", corpus: [proof], parse: verify, codes: [protocol, wrong] },
  { what: "the text of a shared key", corpus: secrets, parse: readKey, codes: [weak, noKey] },
  { what: "an X25519 key", corpus: [identity.publicKey.encoded], parse: decodeX25519PublicKey, codes: [invalid] },
  { what: "an address", corpus: ["memory:0", "memory:name"].map(utf8), parse: readAddress, codes: [invalidAddress] },
  { what: "limits", corpus: limits, parse: readLimits, codes: [invalid] },
]);

function readText(input: Buffer): void {
  if (!Buffer.from(readUtf8(input)).equals(input)) impossible("Written again, it is another text.");
}

async function proofOfAlice(): Promise<Uint8Array> {
  const step = await sharedKey("alice", key).begin(context("client")).step(new Uint8Array());
  return step.send as Uint8Array;
}

/** As a server's session does. */
async function verify(input: Buffer): Promise<void> {
  const { kind } = await sharedKeys({ alice: key }).begin(context("server")).step(input);
  if (kind !== "done" || !input.equals(proof)) impossible("It was not the proof.");
}

function readKey(input: Buffer): void {
  if (readSharedKey(input.toString(), input.toString("latin1")).length < 32) impossible("It is too short.");
}

function readAddress(input: Buffer): void {
  new Addresses("memory").toListen(input.toString());
}

/** What a program might take from a file: any JSON, and what is none as a string. */
function readLimits(input: Buffer): void {
  let value: unknown;
  try {
    value = JSON.parse(input.toString());
  } catch {
    value = input.toString();
  }
  checkOptions({ transport: memory(), address: "memory:0", cipher, limits: value as object });
}
