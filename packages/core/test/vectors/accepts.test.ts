import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import type { PeerError } from "../../src/errors.ts";
import { x25519KeyPair } from "../fixtures/drawn.ts";
import { fromHex, hex } from "../fixtures/hex.ts";
import { type RecordedSession, recordedClient } from "../fixtures/recorded-session.ts";
import { vectors } from "../fixtures/vectors.ts";

// Key pairs are drawn inside of OpenSSL: this is where a recorded one comes in.
vi.mock("node:crypto", async (original) => {
  const crypto = await original<typeof import("node:crypto")>();
  return { ...crypto, generateKeyPairSync: vi.fn(crypto.generateKeyPairSync) };
});

const results: Readonly<Record<string, string>> = {
  ERR_COUNTERSIGN_HANDSHAKE: "forged",
  ERR_COUNTERSIGN_PROTOCOL: "malformed",
  ERR_COUNTERSIGN_MECHANISM: "close 5",
};

const rejections: Readonly<Record<string, string>> = {
  ERR_COUNTERSIGN_VERSION: "rejected 1",
  ERR_COUNTERSIGN_SUITE: "rejected 2",
  ERR_COUNTERSIGN_SERVER_KEY: "rejected 3",
  ERR_COUNTERSIGN_BUSY: "rejected 4",
  ERR_COUNTERSIGN_HANDSHAKE: "rejected 5",
};

// spec: W-2, W-3, W-4, W-5, W-8, H-2, H-11, H-13, A-7
describe.each(["accept-hybrid", "accept-sealed-box"])("%s: a client answers", (file) => {
  it.each(vectors<RecordedSession & { result: string }>(file))("$result: $comment", async ({ result, ...vector }) => {
    const keyPair = x25519KeyPair(fromHex(vector.client.ephemeralPrivateKey));
    vi.mocked(generateKeyPairSync).mockReturnValueOnce(keyPair as never);
    const session = { ...vector, link: "reliable", client: { ...vector.client, mechanism: "none" } } as const;
    const client = recordedClient(session);
    expect(hex(client.nextPacket(0) as Buffer)).toBe(vector.hello);
    client.arrive(fromHex(vector.accept));
    client.read(0);
    while (await client.work(() => 0)) client.collect();
    const answer = client.nextPacket(0);
    client.collect();
    expect(answer?.[0], "the epoch of BEGIN or CLOSE").toBe(["accepted", "close 5"].includes(result) ? 0 : undefined);
    if (result === "accepted") return expect(client.closed).toBeUndefined();
    const { code } = client.error as PeerError;
    const rejected = vector.accept.startsWith("c4") && result.startsWith("rejected");
    expect((rejected ? rejections : results)[code]).toBe(result);
  });
});
