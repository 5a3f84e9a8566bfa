import assert from "node:assert/strict";
import type { Cases } from "../cases.ts";
import { assertSamePackets } from "../same-bytes.ts";
import type { TransportExam } from "./exam.ts";
import { type End, numbered, send, withPair } from "./pair.ts";

/** Room to send, over links that lose packets. */
export const lossyFlowCases: Cases<TransportExam> = {
  "lends a bounded amount of memory, and says when there is room again (T-14, T-15)": (exam) =>
    withPair(exam, async ({ client, until }) => {
      commitUntilRefused(client);
      const before = client.sink.writables;
      client.link.flush();
      await until("room", () => client.sink.writables > before);
      assert.ok(client.link.reserve(1_200), "there is no room after all");
      client.link.commit(0);
    }),

  "sends what was committed and not what the memory was used for later (T-9)": (exam) =>
    withPair(exam, async ({ client, server, until }) => {
      for (let round = 0; round < 5; round++) {
        const packets = Array.from({ length: 30 }, (_, number) => numbered(round * 30 + number, 1_200));
        const others = Array.from({ length: 30 }, (_, number) => numbered(7 + round * 30 + number, 1_200));
        for (const { sink } of [client, server]) sink.clear();
        send(client, ...packets);
        send(server, ...others);
        await until("every packet", () => server.sink.packets.length >= packets.length);
        await until("every packet back", () => client.sink.packets.length >= others.length);
        assertSamePackets(server.sink.packets, packets);
        assertSamePackets(client.sink.packets, others);
      }
    }),
};

/** More than any system should hold for one link. */
const tooManyBytes = 64 * 1024 * 1024;

function commitUntilRefused({ link }: End): void {
  const bytes = link.traits.maxPacketBytes;
  for (let committed = 0; committed < tooManyBytes; committed += bytes) {
    if (!link.reserve(bytes)) return;
    link.commit(bytes);
  }
  throw new assert.AssertionError({ message: "the link lends memory without end" });
}
