import { type Bytes, join, medium, short } from "../strangers-peer/bytes.ts";
import { type HelloParts, keyHint, makeHello } from "../strangers-peer/handshake.ts";
import { clientParameters, names, parameter } from "../strangers-peer/parameters.ts";
import { encrypt } from "../strangers-peer/rsa-oaep.ts";
import { sealBox } from "../strangers-peer/sealed-box.ts";
import { type Suite, suites } from "../strangers-peer/suites.ts";
import { spki } from "../strangers-peer/x25519.ts";
import { draw, ours, type VectorFile } from "./file.ts";
import { flipped, parameterLists, refusedPoints } from "./flaws.ts";
import { openingOf } from "./transcripts.ts";

/** What a server answers to one HELLO. */
export function hellos(suiteName: keyof typeof suites): VectorFile {
  const base = openingOf(suiteName, `${suiteName} hello`);
  const vectors: { comment: string; parameters: Buffer | undefined; hello: Buffer; result: string }[] = [];

  /** What is wrong from the start on. */
  const made = (
    comment: string,
    result: string,
    parts: Partial<HelloParts>,
    changes: Partial<typeof base.common> = {},
  ) => {
    const whole = { ...base.helloParts, parameters: base.helloParameters, ...parts };
    const { hello } = makeHello({ ...base.common, ...changes }, whole);
    vectors.push({ comment, parameters: Buffer.from(whole.parameters), hello, result });
  };
  /** What was changed on the way. */
  const changed = (comment: string, result: string, hello: Bytes) =>
    vectors.push({ comment, parameters: undefined, hello: join(hello), result });

  made("An honest client.", "accept", {});
  made("Another client id.", "accept", { ...otherClient(suiteName) });
  framing(base.hello, base.common.suite, changed);
  for (const [comment, result, parts, changes] of mistakes(suiteName, base)) made(comment, result, parts, changes);
  for (const [comment, parameters, result] of parameterLists(clientParameters(base.common.suite.name))) {
    made(`Parameters: ${comment}`, result === "ok" ? "accept" : "reject 5", { parameters });
  }
  for (const [comment, list, result] of offers(base.common.suite.name)) made(comment, result, { parameters: list });
  for (const [comment, point] of refusedPoints) {
    made(`The ephemeral key is ${comment}.`, "reject 5", { fields: { ephemeral: spki(point) } });
  }
  for (const [bytes, result] of [
    [4_096, "accept"],
    [4_097, "nothing"],
  ] as const) {
    const padding = bytes - base.hello.length - 3;
    made(`${bytes} bytes.`, result, { parameters: join(parameter(0, Buffer.alloc(padding)), base.helloParameters) });
  }
  tampering(base.hello, changed);
  return {
    origin: ours("One HELLO each, to a server with the key of server-keys.json and the application `chess`."),
    common: { suite: base.common.suite.name, application: base.common.application },
    vectors,
  };
}

const at = { version: 1, clientId: 2, cookie: 10, suite: 42 };

function framing(hello: Buffer, { name }: Suite, changed: (comment: string, result: string, hello: Bytes) => void) {
  const hint = at.suite + 1 + name.length;
  const sealed = hint + 8;
  const ephemeral = sealed + 2 + hello.readUInt16BE(sealed);
  const payload = ephemeral + 2 + 44;
  const cuts = {
    "behind its type": 1,
    "in the client id": 9,
    "behind the client id": 10,
    "in the cookie": 41,
    "behind the cookie": 42,
    "in the suite": hint - 1,
    "in the key hint": sealed - 1,
    "in the length of sealed": sealed + 1,
    "in sealed": ephemeral - 1,
    "in the ephemeral key": payload - 1,
    "in the length of the payload": payload + 1,
    "before the payload": payload + 2,
    "by its last byte": hello.length - 1,
  };
  for (const [where, length] of Object.entries(cuts)) {
    changed(`Cut off ${where}.`, "nothing", hello.subarray(0, length));
  }
  changed("One byte follows.", "nothing", join(hello, Buffer.of(0)));
  for (const type of [0x00, 0x01, 0x02, 0x7f, 0xc0, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xff]) {
    changed(`The first byte is ${hex(type)}.`, "nothing", withByte(hello, 0, type));
  }
  for (const version of [0, 2, 255]) changed(`Version ${version}.`, "reject 1", withByte(hello, at.version, version));
  changed(
    "Version 2, and what follows the client id is unknown.",
    "reject 1",
    join(withByte(hello, 1, 2).subarray(0, 10), "?"),
  );
  changed("Version 2, cut off in the client id.", "nothing", withByte(hello, 1, 2).subarray(0, 9));
  changed("A cookie that nobody gave out.", "reject 5", withByte(hello, at.cookie, 1));
  changed("A cookie, its last byte.", "reject 5", withByte(hello, at.cookie + 31, 0x80));
  changed("A suite that is no UTF-8.", "nothing", withByte(hello, at.suite + 1, 0xff));
  const withSuite = (suite: string) => join(hello.subarray(0, at.suite), short(suite), hello.subarray(hint));
  changed("The suite in small letters.", "reject 2", withSuite(name.toLowerCase()));
  changed("The suite of a version 2.", "reject 2", withSuite(name.replace("_1_", "_2_")));
  changed("The suite with another hash.", "reject 2", withSuite(name.replace("SHA256", "SHA512")));
  changed("No suite.", "reject 2", withSuite(""));
  changed("A suite of 255 bytes.", "reject 2", withSuite("x".repeat(255)));
  changed(
    "The other suite.",
    "reject 2",
    withSuite(Object.values(suites).find((other) => other.name !== name)?.name ?? ""),
  );
}

/** What a client gets wrong, by mistake or on purpose: the transcript covers it. */
function mistakes(
  suiteName: keyof typeof suites,
  { common, helloParts, hello }: ReturnType<typeof openingOf>,
): [comment: string, result: string, parts: Partial<HelloParts>, changes?: Partial<typeof common>][] {
  const { clientId, secret, sealed } = helloParts;
  const zeros = Buffer.alloc(32);
  const seal = (what: Bytes, to = common.serverKey) => common.suite.encapsulate(to, join(what), draw("for a mistake"));
  const hintOf = (id: Uint8Array, key: Uint8Array) => ({ fields: { keyHint: keyHint(id, key) } });
  return [
    ["The hint of another server's key.", "reject 3", hintOf(clientId, spki(draw("another server")))],
    ["The hint of another client id.", "reject 3", hintOf(draw("another id", 8), common.serverKey)],
    ["The hint without a client id.", "reject 3", hintOf(Buffer.alloc(0), common.serverKey)],
    ["Another application.", "reject 5", {}, { application: "Chess" }],
    ["No application.", "reject 5", {}, { application: "" }],
    ["Another server's key in the transcript.", "reject 5", hintOf(clientId, common.serverKey), otherKey()],
    ["Another secret than the sealed one.", "reject 5", { secret: draw("another secret") }],
    ["A secret of zeros.", "reject 5", { secret: zeros, sealed: seal(zeros) }],
    ["A secret of 31 bytes.", "reject 5", { secret: secret.subarray(1), sealed: seal(secret.subarray(1)) }],
    ["A secret of 33 bytes.", "reject 5", { secret: join(secret, "!"), sealed: seal(join(secret, "!")) }],
    ["An empty secret.", "reject 5", { secret: zeros.subarray(32), sealed: seal("") }],
    ["Nothing sealed.", "reject 5", { sealed: sealed.subarray(0, 0) }],
    ["Sealed without its last byte.", "reject 5", { sealed: sealed.subarray(0, -1) }],
    ["Sealed with a byte more.", "reject 5", { sealed: join(sealed, Buffer.of(0)) }],
    ["Sealed with a bit changed.", "reject 5", { sealed: flipped(Buffer.from(sealed), 40) }],
    ["The bytes of sealed are all zero.", "reject 5", { sealed: Buffer.alloc(sealed.length) }],
    ["The bytes of sealed are all FF.", "reject 5", { sealed: Buffer.alloc(sealed.length, 0xff) }],
    ["No ephemeral key.", "reject 5", { fields: { ephemeral: "" } }],
    ["An ephemeral key without SubjectPublicKeyInfo.", "reject 5", { fields: { ephemeral: draw("raw key") } }],
    ["An ephemeral key of RSA.", "reject 5", { fields: { ephemeral: Buffer.from(rsaKey()) } }],
    ["The ephemeral key with a byte more.", "reject 5", { fields: { ephemeral: join(ephemeralOf(hello), "!") } }],
    ...(suiteName === "hybrid" ? oaepMistakes(common.serverKey, secret) : boxMistakes(secret)),
  ];
}

const rsaKey = () => openingOf("hybrid", "any").common.serverKey;
const otherKey = () => ({ serverKey: spki(draw("another server")) });

function ephemeralOf(hello: Buffer): Buffer {
  const sealed = at.suite + 1 + (hello[at.suite] as number) + 8;
  const start = sealed + 2 + hello.readUInt16BE(sealed) + 2;
  return hello.subarray(start, start + 44);
}

function oaepMistakes(key: Uint8Array, secret: Uint8Array): [string, string, Partial<HelloParts>][] {
  const sealed = (flaws: Parameters<typeof encrypt>[3]) => encrypt(key, secret, draw("for a mistake"), flaws);
  return [
    ["OAEP with another label.", "reject 5", { sealed: sealed({ label: "countersign 2 server key" }) }],
    ["OAEP without a label.", "reject 5", { sealed: sealed({ label: "" }) }],
    ["OAEP that does not begin with 00.", "reject 5", { sealed: sealed({ first: 1 }) }],
    ["OAEP without 01 before the secret.", "reject 5", { sealed: sealed({ separator: 2 }) }],
  ];
}

function boxMistakes(secret: Uint8Array): [string, string, Partial<HelloParts>][] {
  const another = draw("another server");
  return [
    ["A box for another key.", "reject 5", { sealed: sealBox(another, secret, draw("for a mistake")) }],
    ["A box from a point of small order.", "reject 5", { sealed: join(Buffer.alloc(32), Buffer.alloc(48)) }],
  ];
}

/** Which versions and suites a client says that it would use. */
function offers(suite: string): [comment: string, parameters: Buffer, result: string][] {
  const [, , ...limits] = clientParameters(suite) as [Buffer, Buffer, ...Buffer[]];
  const list = (versions: Buffer, ...all: string[]) =>
    join(parameter(1, versions), parameter(2, names(...all)), ...limits);
  const one = Buffer.of(1);
  return [
    ["It would use versions 0 and 1.", list(Buffer.of(0, 1), suite), "accept"],
    ["It would use versions 1 and 2: somebody talked it down.", list(Buffer.of(1, 2), suite), "reject 5"],
    ["It would use version 2 only.", list(Buffer.of(2), suite), "reject 5"],
    ["It would use no version.", list(Buffer.alloc(0), suite), "reject 5"],
    ["It would use another suite too.", list(one, "Countersign_1_Other_SHA256", suite), "accept"],
    ["It would use another suite only.", list(one, "Countersign_1_Other_SHA256"), "reject 5"],
    ["It would use no suite.", list(one), "reject 5"],
    ["A name of a suite is cut off.", join(parameter(1, one), parameter(2, Buffer.of(9, 65)), ...limits), "reject 5"],
    ["No versions.", join(parameter(2, names(suite)), ...limits), "reject 5"],
    ["No suites.", join(parameter(1, one), ...limits), "reject 5"],
  ];
}

function tampering(hello: Buffer, changed: (comment: string, result: string, hello: Bytes) => void) {
  const tag = hello.length - 16;
  changed("The client id was changed.", "reject 3", flipped(hello, at.clientId));
  changed("The first byte of the tag was changed.", "reject 5", flipped(hello, tag));
  changed("The last byte of the tag was changed.", "reject 5", flipped(hello, hello.length - 1));
  changed("The payload was changed.", "reject 5", flipped(hello, tag - 1));
  const start = hello.indexOf(ephemeralOf(hello)) + 44;
  changed("The ephemeral key was changed.", "reject 5", flipped(hello, start - 1));
  const withPayload = (payload: Buffer) => join(hello.subarray(0, start), medium(payload));
  changed("The payload was cut by a byte.", "reject 5", withPayload(hello.subarray(start + 2, -1)));
  changed("The payload is shorter than a tag.", "reject 5", withPayload(hello.subarray(-15)));
  changed("The payload is empty.", "reject 5", withPayload(Buffer.alloc(0)));
}

function otherClient(suiteName: keyof typeof suites): Partial<HelloParts> {
  return openingOf(suiteName, `${suiteName} other client`).helloParts;
}

const hex = (byte: number) => byte.toString(16).toUpperCase().padStart(2, "0");

function withByte(bytes: Buffer, offset: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[offset] = value;
  return copy;
}
