import { createDecipheriv } from "node:crypto";
import { describe, expect, it } from "vitest";
import { AesGcm } from "../../src/aes-gcm.ts";
import { ChunkOpener } from "../../src/envelope/chunk-opener.ts";
import { ChunkSealer } from "../../src/envelope/chunk-sealer.ts";
import { cannotBeOpened } from "./failure.ts";

const key = Buffer.alloc(32, 7);
const full = new Uint8Array(65_536);

class TwoPackets extends AesGcm {
  override readonly maxPackets: number = 2;
}

// spec: E-5
describe("the chunks of an envelope", () => {
  it("are numbered in the nonce, and the last is marked", () => {
    const sealer = new ChunkSealer(new AesGcm(key));
    const chunks = [...sealer.update(full), ...sealer.update(full), ...sealer.update(full), sealer.final()];
    const nonces = ["000000000000000000000000", "000000000000000000000100", "000000000000000000000201"];
    expect(chunks).toHaveLength(nonces.length);
    for (const [n, nonce] of nonces.entries()) {
      const chunk = chunks[n] as Buffer;
      const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "hex"));
      decipher.setAuthTag(chunk.subarray(-16));
      expect(decipher.update(chunk.subarray(0, -16)).equals(full)).toBe(true);
      decipher.final();
    }
  });

  it("are no more than the AEAD allows for one key", () => {
    expect(new AesGcm(key).maxPackets).toBe(2 ** 22);
    const sealer = new ChunkSealer(new TwoPackets(key));
    const error = { code: "ERR_COUNTERSIGN_MESSAGE_TOO_LARGE", message: expect.stringContaining("131072 bytes") };
    expect([...sealer.update(full), ...sealer.update(full)]).toHaveLength(1);
    expect([...sealer.update(new Uint8Array(1))]).toHaveLength(1);
    expect(() => sealer.final()).toThrow(expect.objectContaining(error));
  });

  it("are not opened beyond that", () => {
    const sealer = new ChunkSealer(new AesGcm(key));
    const chunks = [...sealer.update(full), ...sealer.update(full), ...sealer.update(full), sealer.final()];
    for (const [protection, last] of [[new AesGcm(key), full], [new TwoPackets(key)]] as const) {
      const opener = new ChunkOpener(protection);
      expect([...opener.update(Buffer.concat(chunks))]).toHaveLength(2);
      if (last) expect(opener.final()).toHaveLength(last.length);
      else expect(() => opener.final()).toThrow(cannotBeOpened.message);
    }
  });

  it("end with the last one", () => {
    const sealer = new ChunkSealer(new AesGcm(key));
    sealer.final();
    expect(() => sealer.final()).toThrow("destroyed");
  });
});
