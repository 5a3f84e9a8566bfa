import { describe, expect, it } from "vitest";
import type { Direction, Tap } from "../../src/testing/index.ts";
import { seed } from "../fixtures/seed.ts";
import { lossyStage, reliableStage, type Stage } from "./conversation.ts";
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
const mistrusted: Ends = ["HANDSHAKE", "TRUNCATED"];

interface Packet extends Place {
  /** What it leads to when it comes twice in a row. */
  readonly twice: Ends;
  /** What it leads to when the same packet of another session comes in its place. */
  readonly foreign: Ends;
  /** How many texts are heard before that. */
  readonly heard?: number;
}

const packets: readonly Packet[] = [
  // While the server is at work for a HELLO, another of the same is nothing new (H-7).
  { ...hello, twice: ["done", "done"], foreign: mistrusted, heard: 2 },
  { ...accept, twice: mistrusted, foreign: mistrusted },
  { ...begin, twice: toServer, foreign: toServer },
  { ...welcome, twice: toClient, foreign: toClient },
  { ...question, twice: toServer, foreign: toServer },
  { ...answer, twice: toClient, foreign: toClient, heard: 1 },
  { ...clientClose, twice: toServer, foreign: toServer, heard: 2 },
  { ...serverReceived, twice: toClient, foreign: toClient, heard: 2 },
  { ...serverClose, twice: toClient, foreign: toClient, heard: 2 },
  // The second of them comes when its receiver has everything, and is gone.
  { ...clientReceived, twice: ["done", "done"], foreign: ["done", "FORGED_PACKET"], heard: 2 },
];

// spec: P-3, P-4, P-7, P-8, H-7
describe("on a reliable link", { timeout: 60_000 }, () => {
  it.each(packets)("$what is not taken twice", async ({ twice, heard = 0, ...place }) => {
    const stage = await reliableStage();
    const { client, server, serverHeard, clientHeard } = await stage.converse(at(place, (packet) => [packet, packet]));
    expect([client, server]).toEqual(twice);
    // The first of two questions or answers is heard before the second ends the session.
    const first = place.what === question.what || place.what === answer.what ? 1 : 0;
    expect(serverHeard.length + clientHeard.length).toBe(heard + first);
    expect(new Set([...serverHeard, ...clientHeard]).size).toBe(heard + first);
  });

  it.each(packets)("$what of another session is not taken for this one's", async ({ foreign, heard = 0, ...place }) => {
    const stage = await reliableStage();
    const before = await recorded(stage);
    const swapped = at(place, () => before[place.direction][place.index]);
    const { client, server, serverHeard, clientHeard } = await stage.converse(swapped);
    expect([client, server]).toEqual(foreign);
    expect(serverHeard.length + clientHeard.length).toBe(place.what === hello.what ? 0 : heard);
  });

  it("no packet of the session counts again at any later time, in either direction", async () => {
    const stage = await reliableStage();
    for (const old of everyPlace) {
      for (const direction of ["client-to-server", "server-to-client"] as const) {
        for (let before = 0; before < 5; before++) {
          const clues = `${old.what} again, ${direction}, before packet ${before}`;
          const outcome = await stage.converse(again(old, { what: "", direction, index: before }));
          expect(["question"].slice(0, outcome.serverHeard.length), clues).toEqual(outcome.serverHeard);
          expect(["answer"].slice(0, outcome.clientHeard.length), clues).toEqual(outcome.clientHeard);
          // Who says that all was well has heard all.
          if (outcome.client === "done") expect(outcome.clientHeard, clues).toEqual(["answer"]);
          if (outcome.server === "done") expect(outcome.serverHeard, clues).toEqual(["question"]);
          expect(outcome.tookMs, clues).toBe(0);
        }
      }
    }
  });

  it("two packets that change places end the session", async () => {
    const stage = await reliableStage();
    // The only ones of a conversation that are sent one behind the other.
    const outcome = await stage.converse(exchanged(serverReceived));
    expect([outcome.client, outcome.server]).toEqual(toClient);
  });

  it("a whole session that is played again to the server, or to the client, leads to nothing", async () => {
    const stage = await reliableStage();
    const before = await recorded(stage);
    const toServerAgain = await stage.converse(played(before, "client-to-server"));
    expect(toServerAgain).toMatchObject({ client: "HANDSHAKE", server: "TRUNCATED", serverHeard: [], clientHeard: [] });
    const toClientAgain = await stage.converse(played(before, "server-to-client"));
    expect(toClientAgain).toMatchObject({ client: "HANDSHAKE", server: "TRUNCATED", serverHeard: [], clientHeard: [] });
  });
});

// spec: P-7, P-8, H-7, H-11, A-8
describe("on a lossy link", { timeout: 60_000 }, () => {
  const all = { serverHeard: ["question"], clientHeard: ["answer"], client: "done", server: "done" };
  const [up, down] = ["client-to-server", "server-to-client"] as const;
  const each = [up, down].flatMap((direction) =>
    [0, 1, 2, 3, 4, 5].map((index) => ({ direction, index, what: "a packet" })),
  );

  it.each(each)("packet $index $direction may come twice, and counts once", async (place) => {
    const stage = await lossyStage(seed);
    expect(await stage.converse(at(place, (packet) => [packet, packet]))).toMatchObject(all);
  });

  it("every packet may come again at any later time, in either direction", async () => {
    const stage = await lossyStage(seed);
    for (const old of each) {
      for (const later of each) {
        const clues = `${old.direction} ${old.index} before ${later.direction} ${later.index}`;
        expect(await stage.converse(again(old, later)), clues).toMatchObject(all);
      }
    }
  });

  // The last one finds nobody, and the first has a test of its own.
  const inBetween = each.filter(({ index, direction }) => (direction === up ? index > 0 : index < 3));
  it.each(inBetween)(
    "packet $index $direction may come from another session: it is as if it was lost",
    async (place) => {
      const stage = await lossyStage(seed);
      const before = await recorded(stage);
      const outcome = await stage.converse(at(place, () => before[place.direction][place.index]));
      expect(outcome).toMatchObject(all);
      expect(outcome.noticed).toBeGreaterThan(0);
    },
  );

  it("HELLO of another session takes the client's place until the handshake time limit, and leads to nothing", async () => {
    const stage = await lossyStage(seed);
    const before = await recorded(stage);
    const outcome = await stage.converse(at(hello, () => before[up][0]));
    expect(outcome).toMatchObject({ client: "HANDSHAKE_TIMEOUT", server: "HANDSHAKE_TIMEOUT", serverHeard: [] });
    expect(await stage.converse()).toMatchObject(all);
  });

  it.each(each)("packet $index $direction may be overtaken by the next", async (place) => {
    const stage = await lossyStage(seed);
    const outcome = await stage.converse(exchanged(place));
    expect(outcome).toMatchObject(all);
  });
});

type Recording = Readonly<Record<Direction, readonly Buffer[]>>;

/** The packets of one conversation that nobody disturbed. */
async function recorded(stage: Stage): Promise<Recording> {
  const packets = { "client-to-server": [] as Buffer[], "server-to-client": [] as Buffer[] };
  await stage.converse((packet, way) => {
    packets[way].push(Buffer.from(packet));
    return packet;
  });
  return packets;
}

/** Puts a copy of one packet in front of a later one of either direction. */
function again(old: Place, later: Place): Tap {
  let copy: Uint8Array | undefined;
  const keep = at(old, (packet) => {
    copy = Uint8Array.from(packet);
    return packet;
  });
  const insert = at(later, (packet) => (copy ? [copy, packet] : packet));
  return (packet, way) => {
    const passed = insert(packet, way);
    keep(packet, way);
    return passed;
  };
}

/** Holds one packet back until the next of its direction has passed. */
function exchanged(place: Place): Tap {
  let held: Uint8Array | undefined;
  const hold = at(place, (packet) => {
    held = Uint8Array.from(packet);
    return undefined;
  });
  return (packet, way) => {
    if (!held || way !== place.direction) return hold(packet, way);
    const both = [packet, held];
    held = undefined;
    return both;
  };
}

/** What was said in another session instead of what is said now, in one direction. */
function played(before: Recording, direction: Direction): Tap {
  let index = 0;
  return (packet, way) => (way === direction ? before[way][index++] : packet);
}
