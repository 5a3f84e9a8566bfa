import { afterEach, describe, expect, it, vi } from "vitest";
import { sharedKeys } from "../../src/auth/hmac.ts";
import { AuthenticationReader } from "../../src/auth/message.ts";
import { ByteReader, concat, lv8, u8, u16, utf8, varint } from "../../src/bytes.ts";
import { Inbox } from "../../src/delivery/inbox.ts";
import { CountersignError } from "../../src/errors.ts";
import { decodeAccept } from "../../src/handshake/accept.ts";
import { decodeHello } from "../../src/handshake/hello.ts";
import { decodeNames, decodeParameters } from "../../src/handshake/parameters.ts";
import { decodeReject } from "../../src/handshake/reject.ts";
import { parseFrames } from "../../src/packet/frame.ts";
import { FrameType } from "../../src/wire.ts";
import { context } from "../fixtures/auth-pair.ts";
import { answer, clientHandshake } from "../fixtures/handshake-pair.ts";

const { hello } = clientHandshake();
const { accept } = answer(hello);
const head = (type: number) => concat(u8(type), u8(1), new Uint8Array(8));
const huge = varint(Number.MAX_SAFE_INTEGER);

/** Each with a length that promises far more than comes. */
const inputs: Readonly<Record<string, readonly [parse: (bytes: Uint8Array) => unknown, bytes: Uint8Array]>> = {
  "HELLO's suite": [decodeHello, withBytes(hello, 42, u8(255))],
  "HELLO's sealed secret": [decodeHello, withBytes(hello, 97, u16(65_535))],
  "HELLO's ephemeral key": [decodeHello, withBytes(hello, 131, u16(65_535))],
  "HELLO's payload": [decodeHello, withBytes(hello, 177, u16(65_535))],
  "ACCEPT's sealed secret": [decodeAccept, withBytes(accept, 10, u16(65_535))],
  "ACCEPT's payload": [decodeAccept, withBytes(accept, 44, u16(65_535))],
  "REJECT's versions": [decodeReject, concat(head(0xc4), u8(1), u8(255))],
  "REJECT's suites": [decodeReject, concat(head(0xc4), u8(1), u8(0), u16(65_535))],
  "a parameter": [decodeParameters, concat(varint(1), huge, new Uint8Array(10))],
  "a list's name": [(bytes) => decodeNames(new ByteReader(bytes)), concat(lv8(utf8("one")), u8(255))],
  "an authentication message": [(bytes) => new AuthenticationReader().push(bytes), concat(u8(1), u16(65_535))],
  "a client's name": [(bytes) => prove(bytes), concat(new Uint8Array(64), u8(255))],
  AUTH: [frames, concat(u8(FrameType.auth), huge, huge)],
  MESSAGE: [frames, concat(u8(FrameType.message), huge)],
  MESSAGE_PART: [frames, concat(u8(FrameType.messagePart), huge, new Uint8Array(300))],
  DATAGRAM: [frames, concat(u8(FrameType.datagram), huge)],
};

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

// spec: D-3, P-9, W-5
describe("a length that promises more than comes", () => {
  it.each(Object.entries(inputs))(
    "in %s is refused before any memory is taken for it",
    async (_what, [parse, bytes]) => {
      const largest = watchAllocations();
      const error = await Promise.resolve()
        .then(() => parse(bytes))
        .catch((reason) => reason);
      expect(error).toBeInstanceOf(CountersignError);
      // A copy of what came is all that it costs.
      expect(largest()).toBeLessThanOrEqual(bytes.length);
    },
  );
});

// spec: D-3
describe("a message in parts", () => {
  it("takes memory for the parts that came, in steps that the peer does not choose", () => {
    const inbox = new Inbox(2 ** 40);
    const part = Buffer.alloc(300);
    // Mostly something else: the part is copied out.
    const plaintext = Buffer.alloc(1_000);
    part.copy(plaintext);
    const largest = watchAllocations();
    for (let i = 0; i < 100; i++) inbox.handlePart(plaintext, 0, part.length);
    expect(largest()).toBe(64 * 1024);
  });
});

/** Bytes of the largest piece of memory that is asked for from now on, by whatever name. */
function watchAllocations(): () => number {
  let largest = 0;
  const note = (bytes: unknown) => {
    if (typeof bytes === "number") largest = Math.max(largest, bytes);
    else if (ArrayBuffer.isView(bytes) || Array.isArray(bytes)) note((bytes as unknown as ArrayLike<unknown>).length);
  };
  for (const name of ["alloc", "allocUnsafe", "allocUnsafeSlow"] as const) {
    const original: (bytes: number) => Buffer<ArrayBuffer> = Buffer[name];
    vi.spyOn(Buffer, name as "allocUnsafe").mockImplementation((bytes: number) => {
      note(bytes);
      return original(bytes);
    });
  }
  const { concat: join } = Buffer;
  vi.spyOn(Buffer, "concat").mockImplementation((list, total) => {
    note(total ?? list.reduce((sum, each) => sum + each.length, 0));
    return join(list, total);
  });
  for (const name of ["Uint8Array", "ArrayBuffer", "Array"] as const) {
    const watched = new Proxy(globalThis[name], {
      construct(target, args, receiver) {
        if (name !== "Uint8Array" || !(args[0] instanceof ArrayBuffer)) note(args[0]);
        return Reflect.construct(target, args, receiver);
      },
    });
    vi.stubGlobal(name, watched);
  }
  return () => largest;
}

function withBytes(bytes: Uint8Array, at: number, change: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy.set(change, at);
  return copy;
}

function frames(plaintext: Uint8Array): void {
  parseFrames(Buffer.from(plaintext), { handleFrame() {} });
}

function prove(bytes: Uint8Array): unknown {
  return sharedKeys({}).begin(context("server")).step(bytes);
}
