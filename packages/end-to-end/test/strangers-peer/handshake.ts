import { type Bytes, join, medium, Reader, short, u8, u16 } from "./bytes.ts";
import { SymmetricState, sha256 } from "./key-schedule.ts";
import { parametersOf } from "./parameters.ts";
import type { Suite } from "./suites.ts";
import { agree, publicOf, spki } from "./x25519.ts";

/** What both sides know before the first message (H-1). */
export interface Common {
  readonly suite: Suite;
  readonly application: string;
  /** SubjectPublicKeyInfo. */
  readonly serverKey: Uint8Array;
}

/** H-5. */
export const keyHint = (clientId: Uint8Array, serverKey: Uint8Array): Buffer =>
  sha256("countersign hint", clientId, serverKey).subarray(0, 8);

function beginTranscript({ suite, application, serverKey }: Common): SymmetricState {
  const state = new SymmetricState(suite.aead, suite.name);
  state.mixHash(application, "application");
  state.mixHash(serverKey, "server's public key");
  return state;
}

/** What HELLO is made from. `fields` replaces what it would say by itself. */
export interface HelloParts {
  readonly clientId: Uint8Array;
  readonly secret: Uint8Array;
  readonly sealed: Uint8Array;
  /** X25519 private key of 32 bytes. */
  readonly ephemeral: Uint8Array;
  readonly parameters: Uint8Array;
  readonly fields?: Partial<Record<"type" | "version" | "cookie" | "suite" | "keyHint" | "ephemeral", Bytes>>;
}

/** W-1, H-2. */
export function makeHello(common: Common, parts: HelloParts) {
  const { clientId, secret, sealed, ephemeral, parameters, fields = {} } = parts;
  const head = (cookie: Bytes) =>
    join(
      fields.type ?? u8(0xc1),
      fields.version ?? u8(1),
      clientId,
      cookie,
      short(fields.suite ?? common.suite.name),
      fields.keyHint ?? keyHint(clientId, common.serverKey),
      medium(sealed),
      medium(fields.ephemeral ?? spki(publicOf(ephemeral))),
      u16(parameters.length + 16),
    );
  const state = beginTranscript(common);
  state.mixHash(head(Buffer.alloc(32)), "HELLO before its payload");
  state.mixKey(secret, "secret of serverKem");
  const payload = state.encryptAndHash(parameters, "HELLO's payload");
  return { hello: join(head(fields.cookie ?? Buffer.alloc(32)), payload), state };
}

/** Takes HELLO as a server does. Throws when it is malformed or forged. `decapsulate` gives the secret. */
export function takeHello(common: Common, hello: Uint8Array, decapsulate: (sealed: Uint8Array) => Uint8Array) {
  const reader = new Reader(hello);
  if (reader.number(1) !== 0xc1 || reader.number(1) !== 1) throw new Error("no HELLO");
  const clientId = reader.take(8);
  reader.take(32);
  if (reader.take(reader.number(1)).toString() !== common.suite.name) throw new Error("another suite");
  if (!reader.take(8).equals(keyHint(clientId, common.serverKey))) throw new Error("another key");
  const sealed = reader.take(reader.number(2));
  const clientKey = reader.take(reader.number(2)).subarray(-32);
  const payload = reader.take(reader.number(2));
  const state = beginTranscript(common);
  state.mixHash(hello.subarray(0, hello.length - payload.length), "HELLO before its payload");
  state.mixKey(decapsulate(sealed), "secret of serverKem");
  const offered = parametersOf(state.decryptAndHash(payload, "HELLO's payload"));
  return { state, clientId, clientKey, offered };
}

/** What ACCEPT is made from. `fields` replaces what it would say by itself. */
export interface AcceptParts {
  readonly clientId: Uint8Array;
  /** The 32 bytes of the client's public key. */
  readonly clientKey: Uint8Array;
  /** X25519 private key of 32 bytes, drawn by the server. */
  readonly encapsulation: Uint8Array;
  readonly parameters: Uint8Array;
  readonly fields?: Partial<Record<"type" | "version" | "sealed", Bytes>>;
}

/** W-2, H-2. `state` is as HELLO left it, and goes on. */
export function makeAccept(state: SymmetricState, parts: AcceptParts): Buffer {
  const { clientId, clientKey, encapsulation, parameters, fields = {} } = parts;
  const head = join(
    fields.type ?? u8(0xc2),
    fields.version ?? u8(1),
    clientId,
    medium(fields.sealed ?? publicOf(encapsulation)),
    u16(parameters.length + 16),
  );
  state.mixHash(head, "ACCEPT before its payload");
  state.mixKey(agree(encapsulation, clientKey), "secret of ephemeralKem");
  return join(head, state.encryptAndHash(parameters, "ACCEPT's payload"));
}

/** Takes ACCEPT: the server's parameters. Throws when it is malformed or forged. */
export function takeAccept(state: SymmetricState, ephemeral: Uint8Array, accept: Uint8Array): Map<number, Buffer> {
  const reader = new Reader(accept);
  if (reader.number(1) !== 0xc2) throw new Error(`no ACCEPT: ${Buffer.from(accept).toString("hex")}`);
  reader.take(9);
  const sealed = reader.take(reader.number(2));
  const payload = reader.take(reader.number(2));
  state.mixHash(accept.subarray(0, accept.length - payload.length), "ACCEPT before its payload");
  state.mixKey(agree(ephemeral, sealed), "secret of ephemeralKem");
  return parametersOf(state.decryptAndHash(payload, "ACCEPT's payload"));
}

/** W-3. */
export const makeReject = (clientId: Uint8Array, code: number, suites: readonly string[], versions = [1]): Buffer =>
  join(u8(0xc4), u8(1), clientId, u8(code), short(Buffer.from(versions)), medium(join(...suites.map(short))));
