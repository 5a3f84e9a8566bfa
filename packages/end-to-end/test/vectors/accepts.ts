import { type Bytes, join, u8 } from "../strangers-peer/bytes.ts";
import { type AcceptParts, makeAccept, makeHello, makeReject } from "../strangers-peer/handshake.ts";
import { names, parameter, serverParameters } from "../strangers-peer/parameters.ts";
import type { suites } from "../strangers-peer/suites.ts";
import { publicOf } from "../strangers-peer/x25519.ts";
import { draw, ours, type VectorFile } from "./file.ts";
import { flipped, parameterLists, refusedPoints } from "./flaws.ts";
import { openingOf } from "./transcripts.ts";

const refused = { forged: "forged", malformed: "malformed", mechanism: "close 5" };

/** What a client makes of one answer to its HELLO. */
export function accepts(suiteName: keyof typeof suites): VectorFile {
  const base = openingOf(suiteName, `${suiteName} accept`, true, ["none"]);
  const vectors: { comment: string; parameters: Buffer | undefined; accept: Buffer; result: string }[] = [];

  /** What is wrong from the start on. */
  const made = (comment: string, result: string, parts: Partial<AcceptParts>, state = stateOf(base)) => {
    const whole = { ...base.acceptParts, ...parts };
    vectors.push({ comment, parameters: Buffer.from(whole.parameters), accept: makeAccept(state, whole), result });
  };
  /** What was changed on the way, or sent by somebody else. */
  const changed = (comment: string, result: string, accept: Bytes) =>
    vectors.push({ comment, parameters: undefined, accept: join(accept), result });

  made("An honest server.", "accepted", {});
  const other = openingOf(suiteName, `${suiteName} another session`, true, ["none"]);
  made("A server without the private key.", refused.forged, {}, stateOf(base, { secret: draw("guessed") }));
  made("A server with another application.", refused.forged, {}, stateOf(base, {}, { application: "go" }));
  made("A server that got another HELLO.", refused.forged, {}, stateOf(other));
  changed("The answer to another HELLO.", refused.forged, other.accept);
  made("Another client id.", refused.forged, { clientId: draw("another id", 8) });
  made("Encapsulated to another key.", refused.forged, { clientKey: publicOf(draw("another key")) });
  for (const [comment, point] of refusedPoints) {
    made(`The encapsulated key is ${comment}.`, refused.forged, { fields: { sealed: point } });
  }
  for (const bytes of [0, 31, 33, 44]) {
    made(`Sealed has ${bytes} bytes.`, refused.forged, { fields: { sealed: Buffer.alloc(bytes, 9) } });
  }
  const whole = serverParameters(["none"], base.server.challenge);
  for (const [comment, parameters, result] of parameterLists(whole)) {
    made(`Parameters: ${comment}`, result === "ok" ? "accepted" : refused.malformed, { parameters });
  }
  for (const [comment, parameters, result] of offers(base.server.challenge)) made(comment, result, { parameters });
  tampering(base.accept, changed);
  const reject = (code: number) => makeReject(base.client.clientId, code, [base.common.suite.name]);
  rejections(reject, changed);
  return {
    origin: ours(
      "Answers to one HELLO each, at a client that dialled over a reliable link and uses the mechanism `none`.",
    ),
    common: {
      suite: base.common.suite.name,
      application: base.common.application,
      serverPublicKey: base.common.serverKey,
      client: base.client,
      hello: base.hello,
    },
    vectors,
  };
}

type Opening = ReturnType<typeof openingOf>;

/** The transcript of a server, as HELLO left it. */
function stateOf(opening: Opening, parts: object = {}, common: object = {}) {
  const whole = { ...opening.helloParts, parameters: opening.helloParameters, ...parts };
  return makeHello({ ...opening.common, ...common }, whole).state;
}

function offers(challenge: Buffer): [comment: string, parameters: Buffer, result: string][] {
  const list = (...all: string[]) => join(...serverParameters(all, challenge));
  const limits = serverParameters([], challenge).slice(0, 4);
  const withChallenge = (value: Bytes) => join(...limits, parameter(8, names("none")), parameter(9, value));
  return [
    ["It offers other mechanisms too.", list("hmac-sha256", "scram-sha-256", "none"), "accepted"],
    ["It offers another mechanism.", list("hmac-sha256"), refused.mechanism],
    ["It offers no mechanism.", list(), refused.mechanism],
    ["No offers.", join(...limits, parameter(9, challenge)), refused.malformed],
    [
      "A name of an offer is cut off.",
      join(...limits, parameter(8, u8(4)), parameter(9, challenge)),
      refused.malformed,
    ],
    ["No challenge.", join(...limits, parameter(8, names("none"))), refused.malformed],
    ["A challenge of 31 bytes.", withChallenge(challenge.subarray(1)), refused.malformed],
    ["A challenge of 33 bytes.", withChallenge(join(challenge, "!")), refused.malformed],
  ];
}

function tampering(accept: Buffer, changed: (comment: string, result: string, accept: Bytes) => void) {
  const cuts = {
    "behind its type": 1,
    "in the client id": 9,
    "in the length of sealed": 11,
    "in sealed": 43,
    "in the length of the payload": 45,
    "before the payload": 46,
    "by its last byte": accept.length - 1,
  };
  for (const [where, length] of Object.entries(cuts)) {
    changed(`Cut off ${where}.`, refused.malformed, accept.subarray(0, length));
  }
  changed("One byte follows.", refused.malformed, join(accept, u8(0)));
  changed("The version was changed.", refused.forged, flipped(accept, 1));
  changed("The encapsulated key was changed.", refused.forged, flipped(accept, 12));
  changed("The payload was changed.", refused.forged, flipped(accept, accept.length - 17));
  changed("The tag was changed.", refused.forged, flipped(accept, accept.length - 1));
  for (const type of [0xc1, 0xc3, 0xc5, 0xc6, 0xc7]) {
    const name = type.toString(16).toUpperCase();
    changed(`The first byte is ${name}.`, refused.malformed, join(u8(type), accept.subarray(1)));
  }
}

function rejections(
  reject: (code: number) => Buffer,
  changed: (comment: string, result: string, accept: Bytes) => void,
) {
  const reasons = ["version", "suite", "no such server key", "busy", "the handshake could not be opened"];
  for (const [index, reason] of reasons.entries()) {
    changed(`REJECT ${index + 1}: ${reason}.`, `rejected ${index + 1}`, reject(index + 1));
  }
  const whole = reject(4);
  const cuts = { "before the code": 10, "behind the code": 11, "in the suites": whole.length - 1 };
  for (const [where, length] of Object.entries(cuts)) {
    changed(`REJECT cut off ${where}.`, refused.malformed, whole.subarray(0, length));
  }
  changed("REJECT with one byte behind it.", refused.malformed, join(whole, u8(0)));
  changed("REJECT for another client id.", refused.forged, flipped(whole, 2));
  const list = join(u8(9), "A"); // a name of nine bytes
  const head = whole.subarray(0, 13);
  changed("REJECT with the name of a suite cut off.", refused.malformed, join(head, Buffer.of(0, 2), list));
}
