import { describe, expect, it } from "vitest";
import type { Epoch } from "../../src/packet/header.ts";
import { FrankClient } from "../fixtures/frank-client.ts";
import { fromHex, hex } from "../fixtures/hex.ts";
import { vectors } from "../fixtures/vectors.ts";

interface FrameSeries {
  readonly link: "reliable" | "lossy";
  readonly epoch: Epoch;
  readonly packets: readonly string[];
  readonly messages?: readonly string[];
  readonly datagrams?: readonly string[];
  readonly result: string;
}

// spec: W-6, W-7, W-8, P-9, P-10, A-1, D-1, D-2, D-4, D-6, D-7, D-10, R-1, R-2, R-3, R-6, R-10, R-16, R-22
// spec: S-8, S-10, S-11, S-12
describe("frames.json", () => {
  it.each(vectors<FrameSeries>("frames"))("$link, epoch $epoch: $comment $result", async (vector) => {
    const client = await FrankClient.in(vector.epoch, vector.link, 2_000);
    const { server } = client;
    for (const plaintext of vector.packets) await client.say(vector.epoch, fromHex(plaintext));
    expect(resultOf(client, vector.epoch)).toBe(vector.result);
    if (vector.messages) expect(server.messages.map(hex)).toEqual(vector.messages);
    if (vector.datagrams) expect(server.datagrams.map(hex)).toEqual(vector.datagrams);
    if (vector.epoch === 0 && vector.result !== "authenticated") expect(server.peer).toBeUndefined();
  });
});

function resultOf({ server, closes }: FrankClient, epoch: Epoch): string {
  if (closes.length > 0) return `close ${closes}`;
  if (server.closed) return "ended";
  if (server.events.includes("end")) return "closing";
  return epoch === 0 && server.peer ? "authenticated" : "open";
}
