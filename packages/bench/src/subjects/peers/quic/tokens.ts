import { createHmac, randomBytes, randomFillSync, timingSafeEqual } from "node:crypto";
import type { QUICClientCrypto, QUICServerCrypto } from "@matrixai/quic";

/** What a server signs its Retry tokens with (RFC 9000 §8.1.2): it answers nobody whose address it has not tried. */
export function tokenCrypto(): QUICServerCrypto {
  const sign = (key: ArrayBuffer, data: ArrayBuffer) =>
    createHmac("sha256", Buffer.from(key)).update(Buffer.from(data));
  return {
    key: new Uint8Array(randomBytes(32)).buffer,
    ops: {
      // It takes the first bytes of the memory below, so there is nothing else in it.
      sign: async (key, data) => new Uint8Array(sign(key, data).digest()).buffer,
      verify: async (key, data, signature) => {
        const [own, other] = [sign(key, data).digest(), Buffer.from(signature)];
        return own.length === other.length && timingSafeEqual(own, other);
      },
    },
  };
}

/** What a client draws its connection's number with. */
export const drawing: QUICClientCrypto = {
  ops: { randomBytes: async (data) => void randomFillSync(new Uint8Array(data)) },
};
