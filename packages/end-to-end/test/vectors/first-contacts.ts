import { type Bytes, join, medium, u8 } from "../strangers-peer/bytes.ts";
import { type KeyRequestParts, type KeysParts, makeKeyRequest, makeKeys } from "../strangers-peer/first-contact.ts";
import { makeReject } from "../strangers-peer/handshake.ts";
import { suites } from "../strangers-peer/suites.ts";
import { publicOf, spki } from "../strangers-peer/x25519.ts";
import { draw, ours, type VectorFile } from "./file.ts";
import { flipped, refusedPoints } from "./flaws.ts";
import { serverKey } from "./server-keys.ts";

const suite = suites["sealed-box"].name;
const clientId = draw("asking client", 8);

/** What a server answers to one KEYREQ. */
export function keyRequests(): VectorFile {
  const request = makeKeyRequest({ clientId, suite });
  const keys = makeKeys({ clientId, keys: [serverKey("sealed-box").publicKey] });
  const vectors: { comment: string; request: Buffer; answer: Buffer | undefined; result: string }[] = [];
  const made = (comment: string, result: string, parts: Partial<KeyRequestParts>, answer?: Buffer) =>
    vectors.push({ comment, request: makeKeyRequest({ clientId, suite, ...parts }), answer, result });
  const changed = (comment: string, result: string, ...parts: Bytes[]) =>
    vectors.push({ comment, request: join(...parts), answer: undefined, result });

  made("An honest client.", "keys", {}, keys);
  const other = draw("another asking client", 8);
  made("Another client id.", "keys", { clientId: other }, makeKeys({ clientId: other, keys: takenFrom(keys) }));
  made(
    "A client id of zeros.",
    "keys",
    { clientId: Buffer.alloc(8) },
    makeKeys({ clientId: Buffer.alloc(8), keys: takenFrom(keys) }),
  );
  made("The other suite.", "reject 2", { suite: suites.hybrid.name });
  made("The suite in small letters.", "reject 2", { suite: suite.toLowerCase() });
  made("No suite.", "reject 2", { suite: "" });
  made("A suite of 255 bytes.", "reject 2", { suite: "x".repeat(255) });
  made("A suite that is no UTF-8.", "nothing", { suite: Buffer.of(0xff) });
  made("Version 2.", "reject 1", { fields: { version: u8(2) } });
  made("Version 0, and another suite.", "reject 1", { suite: "other", fields: { version: u8(0) } });
  changed("Version 2, and what follows the client id is unknown.", "reject 1", u8(0xc5), u8(2), clientId, "?");
  changed("Version 2, cut off in the client id.", "nothing", u8(0xc5), u8(2), clientId.subarray(1));
  for (const bytes of [1, 9, 10, 11, 11 + suite.length, 1_199, 1_201]) made(`${bytes} bytes.`, "nothing", { bytes });
  for (const at of [11 + suite.length, 600, 1_199])
    changed(`The byte ${at} is no zero.`, "nothing", flipped(request, at));
  changed("The length of the suite goes beyond the end.", "nothing", request.subarray(0, 10), u8(255), "x");
  return {
    origin: ours("One KEYREQ each, over a reliable link, to a server with the key of server-keys.json."),
    common: { suite },
    vectors,
  };
}

/** What a client makes of one answer to its KEYREQ, over a reliable link. */
export function keyAnswers(): VectorFile {
  const request = makeKeyRequest({ clientId, suite });
  const [first, second] = [serverKey("sealed-box").publicKey, spki(publicOf(draw("second key")))] as const;
  const honest = makeKeys({ clientId, keys: [first, second] });
  const vectors: { comment: string; answer: Buffer; keys: readonly Buffer[] | undefined; result: string }[] = [];
  const made = (comment: string, result: string, parts: Partial<KeysParts>) => {
    const whole = { clientId, keys: [first, second], ...parts };
    const keys = result === "keys" ? whole.keys.map((key) => Buffer.from(key)) : undefined;
    vectors.push({ comment, answer: makeKeys(whole), keys, result });
  };
  const changed = (comment: string, result: string, ...parts: Bytes[]) =>
    vectors.push({ comment, answer: join(...parts), keys: undefined, result });

  made("Two keys.", "keys", {});
  made("One key.", "keys", { keys: [first] });
  made("As many keys as there is room for.", "keys", { keys: many(25) });
  made("One key more than there is room for.", "malformed", { keys: many(26) });
  made("No key.", "none", { keys: [] });
  made("A key twice.", "malformed", { keys: [first, second, first] });
  made("Another client id.", "malformed", { clientId: draw("another asking client", 8) });
  made("Version 2.", "malformed", { fields: { version: u8(2) } });
  made("It counts a key less than there are.", "malformed", { fields: { count: u8(1) } });
  made("It counts a key more.", "malformed", { fields: { count: u8(3) } });
  for (const bytes of [1, 9, 10, 11, 12, honest.length - 1]) {
    changed(`${bytes} bytes of it.`, "malformed", honest.subarray(0, bytes));
  }
  changed("One byte follows.", "malformed", honest, u8(0));
  made("A key of the other suite.", "malformed", { keys: [first, serverKey("hybrid").publicKey] });
  made("A key without SubjectPublicKeyInfo.", "malformed", { keys: [first.subarray(-32)] });
  made("An empty key.", "malformed", { keys: [Buffer.alloc(0)] });
  for (const [comment, point] of refusedPoints)
    made(`A key is ${comment}.`, "malformed", { keys: [first, spki(point)] });
  for (const type of [0xc1, 0xc2, 0xc3, 0xc5, 0xc7, 0x00]) {
    made(`Its first byte is ${type.toString(16).toUpperCase().padStart(2, "0")}.`, "malformed", {
      fields: { type: u8(type) },
    });
  }
  changed("The question itself.", "malformed", request);
  for (const code of [1, 2, 4]) changed(`REJECT ${code}.`, `rejected ${code}`, makeReject(clientId, code, [suite]));
  changed("REJECT 4 for another client.", "malformed", makeReject(draw("another asking client", 8), 4, [suite]));
  changed(
    "A length of a key that goes beyond the end.",
    "malformed",
    honest.subarray(0, 11),
    medium(first).subarray(0, -1),
  );
  return {
    origin: ours("One answer each to the same KEYREQ, over a reliable link."),
    common: { suite, clientId, request },
    vectors,
  };
}

function many(count: number): Buffer[] {
  return Array.from({ length: count }, (_, index) => spki(publicOf(draw(`key ${index}`))));
}

const takenFrom = (keys: Buffer): Buffer[] => [keys.subarray(13)];
