import { describe, expect, it } from "vitest";
import { seed } from "../fixtures/seed.ts";
import { lossyStage, reliableStage } from "./conversation.ts";
import {
  accept,
  answer,
  at,
  begin,
  clientClose,
  clientReceived,
  everyPlace,
  hello,
  type Place,
  question,
  serverClose,
  serverReceived,
  welcome,
} from "./messages.ts";

type Ends = readonly [client: string, server: string];

const toServer: Ends = ["PEER_ABORTED", "FORGED_PACKET"];
const toClient: Ends = ["FORGED_PACKET", "PEER_ABORTED"];

const packets: readonly (Place & { readonly ends: Ends; readonly endsWhenEmpty?: Ends; readonly heard?: number })[] = [
  { ...hello, ends: ["TRUNCATED", "NOT_COUNTERSIGN"] },
  { ...accept, ends: ["PROTOCOL", "TRUNCATED"], endsWhenEmpty: ["NOT_COUNTERSIGN", "TRUNCATED"] },
  { ...begin, ends: toServer },
  { ...welcome, ends: toClient },
  { ...question, ends: toServer },
  { ...answer, ends: toClient, heard: 1 },
  { ...clientClose, ends: toServer, heard: 2 },
  { ...serverReceived, ends: toClient, heard: 2 },
  { ...serverClose, ends: toClient, heard: 2 },
  { ...clientReceived, ends: ["done", "FORGED_PACKET"], heard: 2 },
];

// spec: W-5, H-11, P-8, S-8
describe("on a reliable link", () => {
  it.each(packets)(
    "$what, cut off anywhere or with a byte behind it, is taken for no other message",
    async (packet) => {
      const { ends, endsWhenEmpty = ends, heard = 0 } = packet;
      const stage = await reliableStage();
      let bytes = 0;
      for (let end = -1; end < Math.max(bytes, 0); end++) {
        const cut = at(packet, (whole) => {
          bytes = whole.length;
          return end < 0 ? Buffer.concat([whole, Buffer.alloc(1)]) : whole.subarray(0, end);
        });
        const { client, server, clientHeard, serverHeard, tookMs } = await stage.converse(cut);
        const clues = end < 0 ? "one byte too many" : `cut after ${end} of ${bytes} bytes`;
        expect([client, server], clues).toEqual(end === 0 ? endsWhenEmpty : ends);
        expect([...serverHeard, ...clientHeard], clues).toEqual(["question", "answer"].slice(0, heard));
        expect(tookMs, clues).toBe(0);
      }
      expect(bytes).toBeGreaterThan(17);
    },
    120_000,
  );
});

// spec: H-6, H-11, A-8, P-8
describe("on a lossy link", () => {
  const firsts = everyPlace.slice(0, 6);
  it.each(firsts)(
    "$what may be cut off anywhere: it is as if it was lost",
    async (place) => {
      const stage = await lossyStage(seed);
      let bytes = 1;
      for (let end = 0; end < bytes; end++) {
        const cut = at(place, (whole) => {
          bytes = whole.length;
          return whole.subarray(0, end);
        });
        const { client, serverHeard, clientHeard } = await stage.converse(cut);
        expect(client, `cut after ${end} of ${bytes} bytes`).toBe("done");
        expect(new Set([...serverHeard, ...clientHeard])).toEqual(new Set(["question", "answer"]));
      }
      expect(bytes).toBeGreaterThan(17);
    },
    120_000,
  );
});
