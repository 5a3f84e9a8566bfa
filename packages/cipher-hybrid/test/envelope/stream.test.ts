import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { PassThrough, Readable, type Transform } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { describe, expect, it } from "vitest";
import { envelopeOpener, envelopeSealer, openEnvelope, sealEnvelope } from "../../src/envelope/index.ts";
import { hybrid } from "../../src/index.ts";
import { cannotBeOpened, failureOf } from "./failure.ts";

const cipher = hybrid({ modulusBits: 2048 });
const identity = await cipher.generateIdentity();
const stranger = await cipher.generateIdentity();
const { publicKey } = identity;
const headerBytes = 20 + 1 + 8 + 256;
const chunkBytes = 65_536;
const sealedChunkBytes = chunkBytes + 16;

describe("streams of envelopes", () => {
  it.each([0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 3 * chunkBytes, 3 * chunkBytes + 5])(
    "seal and open the envelopes of one call, of %s bytes in pieces of any size",
    async (size) => {
      const message = randomBytes(size);
      const context = "a context";
      const sealed = await through(envelopeSealer(publicKey, { context }), inPieces(message));
      expect((await openEnvelope(identity, sealed, { context })).equals(message)).toBe(true);
      const opened = through(
        envelopeOpener(identity, { context }),
        inPieces(await sealEnvelope(publicKey, message, { context })),
      );
      expect((await opened).equals(message)).toBe(true);
    },
  );

  it("take an envelope byte by byte, and text", async () => {
    const sealer = envelopeSealer(publicKey);
    sealer.end("Grüße");
    const sealed = await buffer(sealer);
    const bytes = [...sealed].map((byte) => Uint8Array.of(byte));
    expect((await through(envelopeOpener(identity), bytes)).toString()).toBe("Grüße");
  });

  it("hold a few chunks at a time, however slow the reader", async () => {
    const total = 32 * 2 ** 20;
    const piece = randomBytes(2 ** 14);
    const [written, read] = [createHash("sha256"), createHash("sha256")];
    let ahead = 0;
    let mostAhead = 0;
    const source = Readable.from(
      (function* () {
        for (let sent = 0; sent < total; sent += piece.length) {
          written.update(piece);
          ahead += piece.length;
          mostAhead = Math.max(mostAhead, ahead);
          yield piece;
        }
      })(),
    );
    await pipeline(source, envelopeSealer(publicKey), envelopeOpener(identity), async (opened) => {
      for await (const part of opened) {
        read.update(part);
        ahead -= part.length;
        await new Promise(setImmediate);
      }
    });
    expect(ahead).toBe(0);
    expect(read.digest("hex")).toBe(written.digest("hex"));
    expect(mostAhead).toBeLessThan(16 * chunkBytes);
  });

  it("give a chunk as soon as there is more, without the end", async () => {
    const sealer = envelopeSealer(publicKey);
    const opened = sealer.pipe(envelopeOpener(identity));
    const message = randomBytes(2 * chunkBytes + 1);
    sealer.write(message);
    const [first] = await once(opened, "data");
    expect(message.subarray(0, chunkBytes).equals(first)).toBe(true);
    for (const stream of [sealer, opened]) stream.destroy();
  });
});

describe("an opening stream", () => {
  const message = randomBytes(2 * chunkBytes + 100);
  const sealed = sealEnvelope(publicKey, message);

  // spec: E-6
  it("gives nothing of a chunk that was changed, nor of those behind it", async () => {
    for (const chunk of [0, 1, 2]) {
      for (const at of [0, 50, 115]) {
        const changed = Buffer.from(await sealed);
        const offset = headerBytes + chunk * sealedChunkBytes + at;
        changed[offset] = (changed[offset] as number) ^ 1;
        const { failure, given } = await watch(envelopeOpener(identity), inPieces(changed));
        expect(failure).toEqual(cannotBeOpened);
        expect(given.equals(message.subarray(0, chunk * chunkBytes))).toBe(true);
      }
    }
  });

  // spec: E-6
  it("fails at the end of an envelope that was cut off", async () => {
    const lengths = [0, 1, 2].flatMap((chunks) =>
      [0, 1, 15, 16, 17, 100].map((more) => headerBytes + chunks * sealedChunkBytes + more),
    );
    for (const length of lengths) {
      const { failure, given } = await watch(envelopeOpener(identity), [(await sealed).subarray(0, length)]);
      expect(failure).toEqual(cannotBeOpened);
      expect(message.subarray(0, given.length).equals(given)).toBe(true);
      expect(given.length % chunkBytes).toBe(0);
    }
  });

  // spec: E-1, E-2, E-8
  it("says what everybody can see: another kind of file, a header cut off, another key", async () => {
    const { failure: file } = await watch(envelopeOpener(identity), [randomBytes(1000)]);
    expect(file?.message).toBe("This is no envelope.");
    const { failure: nothing } = await watch(envelopeOpener(identity), []);
    expect(nothing?.message).toBe("This is no envelope.");
    const { failure: short } = await watch(envelopeOpener(identity), [(await sealed).subarray(0, 100)]);
    expect(short?.message).toBe("The envelope is cut off.");
    const { failure: key } = await watch(envelopeOpener(stranger), [await sealed]);
    expect(key?.message).toContain("not sealed for this key");
  });

  // spec: E-7
  it("fails at the first chunk, not before, when the secret does not decrypt", async () => {
    const changed = await withSecretThatFails(await sealed);
    const opener = envelopeOpener(identity);
    opener.write(changed.subarray(0, headerBytes + sealedChunkBytes));
    await new Promise((resolve) => opener.write("", resolve));
    expect(opener.errored).toBeNull();
    const failure = failureOf(buffer(opener));
    opener.end(changed.subarray(headerBytes + sealedChunkBytes));
    expect(await failure).toEqual(cannotBeOpened);
  });

  it("fails when its source does", async () => {
    const broken = new PassThrough();
    broken.write((await sealed).subarray(0, 100_000));
    const opener = envelopeOpener(identity);
    const run = pipeline(broken, opener, async (opened) => {
      for await (const part of opened) broken.destroy(new Error(`broken after ${part.length} bytes`));
    });
    await expect(run).rejects.toThrow(`broken after ${chunkBytes} bytes`);
    expect(opener.destroyed).toBe(true);
  });
});

describe("a sealing stream", () => {
  it("leaves an envelope that does not open when its source fails", async () => {
    const failing = Readable.from(
      (async function* () {
        yield randomBytes(chunkBytes + 1);
        throw new Error("the disk is gone");
      })(),
    );
    const parts: Buffer[] = [];
    const run = pipeline(failing, envelopeSealer(publicKey), async (sealed) => {
      for await (const part of sealed) parts.push(part);
    });
    await expect(run).rejects.toThrow("the disk is gone");
    expect((await failureOf(openEnvelope(identity, Buffer.concat(parts)))).code).toBe("ERR_COUNTERSIGN_ENVELOPE");
  });
});

it("refuses keys and options at once", () => {
  expect(() => envelopeSealer(identity as never)).toThrow("`publicKey` is not a public key of hybrid()");
  expect(() => envelopeSealer(publicKey, { contxt: "a" } as never)).toThrow("no option `contxt`");
  expect(() => envelopeOpener(publicKey as never)).toThrow("`identity` is not an identity of hybrid()");
  expect(() => envelopeOpener(identity, { contxt: "a" } as never)).toThrow("no option `contxt`");
});

async function through(stream: Transform, pieces: Iterable<Uint8Array>): Promise<Buffer> {
  const { failure, given } = await watch(stream, pieces);
  if (failure) throw new Error(failure.message);
  return given;
}

/** How a stream ends, and what it gave until then. */
async function watch(stream: Transform, pieces: Iterable<Uint8Array>) {
  const parts: Buffer[] = [];
  const run = pipeline(Readable.from(pieces, { objectMode: true }), stream, async (opened) => {
    for await (const part of opened) parts.push(part);
  });
  const failure = await run.then(
    () => undefined,
    () => failureOf(run),
  );
  return { failure, given: Buffer.concat(parts) };
}

function* inPieces(bytes: Uint8Array): Generator<Uint8Array> {
  const sizes = [1, 300, 7, 65_536, 65_552, 200_000, 65_535, 16];
  for (let offset = 0, n = 0; offset < bytes.length; n++) {
    const piece = bytes.subarray(offset, offset + (sizes[n % sizes.length] as number));
    offset += piece.length;
    yield piece;
  }
}

/** A sealed secret that does not decrypt, with the key hint it needs. */
async function withSecretThatFails(envelope: Buffer): Promise<Buffer> {
  const changed = Buffer.from(envelope);
  changed[29 + 100] = (changed[29 + 100] as number) ^ 1;
  const hint = createHash("sha256").update("countersign envelope hint").update(changed.subarray(29, headerBytes));
  hint.update(publicKey.encoded).digest().copy(changed, 21, 0, 8);
  return changed;
}
