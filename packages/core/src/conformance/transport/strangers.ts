import assert from "node:assert/strict";
import type { Link, LinkHost, Path } from "../../link.ts";
import type { Cases } from "../cases.ts";
import { assertSameList } from "../same-bytes.ts";
import type { TransportExam } from "./exam.ts";
import { type End, idle, numbered, send, untilTrue } from "./pair.ts";
import { Recorder } from "./recorder.ts";

/** What a listener does with packets that no link owns. */
export const strangerCases: Cases<TransportExam> = {
  "asks the host about each packet of a stranger, and keeps nothing of it (T-25)": (exam) =>
    withStranger(
      exam,
      () => "ignore",
      async ({ client, screened, accepted, until }) => {
        const packets = [numbered(1, 1_200), numbered(2, 10), numbered(3, 1_200)];
        for (const [index, packet] of packets.entries()) {
          send(client, packet);
          await until("the host to be asked", () => screened.length > index);
        }
        await idle();
        assertSameList(packetsOf(screened), packets);
        for (const { path } of screened) {
          assert.equal(path.proven, false);
          assert.notEqual(path.address, "");
        }
        assert.deepEqual([accepted.length, client.sink.packets.length], [0, 0]);
      },
    ),

  "shows the host no stranger's packet larger than 4,096 bytes (T-25)": (exam) =>
    withStranger(
      exam,
      () => "ignore",
      async ({ client, screened, until }) => {
        const { maxPacketBytes } = client.link.traits;
        if (maxPacketBytes > 4_096) send(client, numbered(1, 4_096), numbered(2, 4_097));
        send(client, numbered(3, 100));
        const expected = maxPacketBytes > 4_096 ? [numbered(1, 4_096), numbered(3, 100)] : [numbered(3, 100)];
        await until("the host to be asked", () => screened.length >= expected.length);
        await idle();
        assertSameList(packetsOf(screened), expected);
      },
    ),

  "sends a stranger the reply, and keeps nothing of it (T-26)": (exam) =>
    withStranger(
      exam,
      (packet) => ({ reply: numbered(7, 3 * packet.length) }),
      async ({ client, accepted, until }) => {
        for (const count of [1, 2]) {
          send(client, numbered(1, 400));
          await until("the reply", () => client.sink.packets.length === count);
        }
        assertSameList(client.sink.packets, [numbered(7, 1_200), numbered(7, 1_200)]);
        assert.equal(accepted.length, 0);
      },
    ),

  "sends a stranger no more than three times what it got (T-26)": (exam) => {
    let excess = 1;
    const screen = (packet: Uint8Array) => ({ reply: numbered(7, 3 * packet.length + excess) });
    return withStranger(exam, screen, async ({ client, screened, until }) => {
      send(client, numbered(1, 100));
      await until("the host to be asked", () => screened.length === 1);
      excess = 0;
      send(client, numbered(2, 100));
      await until("a reply", () => client.sink.packets.length > 0);
      await idle();
      assertSameList(client.sink.packets, [numbered(7, 300)]);
    });
  },

  "hands the admitted packet to its link first, and the rest without asking (T-27)": (exam) =>
    withStranger(
      exam,
      () => "admit",
      async ({ client, screened, accepted, until }) => {
        const packets = [numbered(1, 1_200), numbered(1, 1_200), numbered(2, 100)];
        send(client, ...packets);
        await until("every packet", () => accepted[0]?.sink.packets.length === packets.length);
        assertSameList(accepted[0]?.sink.packets ?? [], packets);
        assert.deepEqual([accepted.length, screened.length], [1, 1]);
      },
    ),

  "meets a client again when its link is gone (T-27)": (exam) =>
    withStranger(
      exam,
      () => "admit",
      async ({ client, screened, accepted, until }) => {
        send(client, numbered(1, 1_200));
        await until("a link", () => accepted.length === 1);
        await accepted[0]?.link.close();
        send(client, numbered(2, 1_200));
        await until("another link", () => accepted.length === 2);
        await until("its packet", () => accepted[1]?.sink.packets.length === 1);
        assert.equal(screened.length, 2);
      },
    ),
};

interface Screened {
  readonly packet: Uint8Array;
  readonly path: Path;
}

interface Meeting {
  readonly client: End;
  readonly screened: readonly Screened[];
  readonly accepted: readonly End[];
  until(what: string, condition: () => boolean): Promise<void>;
}

function packetsOf(screened: readonly Screened[]): Uint8Array[] {
  return screened.map(({ packet }) => packet);
}

/** Runs `body` with a started link whose first packet is still to come, and leaves nothing behind. */
async function withStranger(
  exam: TransportExam,
  screen: LinkHost["screen"],
  body: (meeting: Meeting) => Promise<void>,
): Promise<void> {
  const transport = exam.make();
  const links: Link[] = [];
  const start = (link: Link): End => {
    const end = { link, sink: new Recorder() };
    links.push(link);
    link.start(end.sink);
    return end;
  };
  const screened: Screened[] = [];
  const accepted: End[] = [];
  const listener = await transport.listen(exam.address, {
    screen(packet, path) {
      screened.push({ packet: new Uint8Array(packet), path });
      return screen(packet, path);
    },
    accept: (link) => accepted.push(start(link)),
    handleFault: () => {},
  });
  const until = (what: string, condition: () => boolean) => untilTrue(what, condition, exam.patienceMs);
  try {
    await body({ client: start(await transport.dial(listener.address)), screened, accepted, until });
  } finally {
    for (const link of links) link.abort();
    await listener.close();
  }
}
