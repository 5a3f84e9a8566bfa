import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { checksum, Tcp, tcpPacket, udpPacket } from "../../src/wire/export/ip.ts";
import { pcapngOf } from "../../src/wire/export/pcapng-of.ts";
import { Theatre } from "./fixtures/theatre.ts";

const run = promisify(execFile);
const hasTshark = await run("tshark", ["--version"]).then(
  () => true,
  () => false,
);

describe("headers", () => {
  const payload = Buffer.from("odd");

  it("have checksums that come out as 0 when they are checked (RFC 1071)", () => {
    const between = { from: 1, to: 2 };
    const packets = [
      udpPacket(between, payload, 7),
      tcpPacket({ between, sequence: 2 ** 32 - 1, acknowledgement: 5, flags: Tcp.ack, payload }, 7),
    ];
    for (const packet of packets) {
      expect(checksum(packet.subarray(0, 20))).toBe(0);
      const pseudo = Buffer.alloc(12);
      packet.copy(pseudo, 0, 12, 20);
      pseudo[9] = packet[9] as number;
      pseudo.writeUInt16BE(packet.length - 20, 10);
      expect(checksum(Buffer.concat([pseudo, packet.subarray(20)]))).toBe(0);
      expect(packet.readUInt16BE(2)).toBe(packet.length);
    }
  });
});

/** What tshark makes of a capture: the fields of each frame that passes the filter. */
async function tshark(file: string, filter: string, ...fields: readonly string[]): Promise<string[][]> {
  const checks = ["ip.check_checksum", "tcp.check_checksum", "udp.check_checksum"].flatMap((each) => [
    "-o",
    `${each}:TRUE`,
  ]);
  const columns = fields.flatMap((field) => ["-e", field]);
  const { stdout } = await run("tshark", ["-n", "-r", file, ...checks, "-Y", filter, "-T", "fields", ...columns]);
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split("\t"));
}

describe.skipIf(!hasTshark)(`tshark${hasTshark ? "" : " is not installed: apt-get install tshark"}`, () => {
  it.each(["tcp", "udp"])("counts the packets over %s that the page counts, and finds no fault", async (transport) => {
    const folder = await mkdtemp(join(tmpdir(), "countersign-wire-"));
    try {
      await using theatre = await Theatre.open({ transport });
      await theatre.order({ do: "say", side: "client", text: "a question" });
      await theatre.sees("server", "a question");
      await theatre.order({ do: "burst", side: "server" });
      await theatre.until(() => theatre.stage.conversation?.client.counters()?.messagesReceived === 200, "all arrive");
      if (transport === "udp") await theatre.attack("move");
      await theatre.attack("tamper");
      const capture = theatre.stage.conversation?.wire.capture;
      if (!capture) throw new Error("There is no capture.");
      const file = join(folder, "wire.pcapng");
      const packets = [...capture.packets]; // more may come, a probe for instance
      await writeFile(file, pcapngOf(capture));
      const perPacket = transport === "tcp" ? "tcp.flags.push == 1" : "udp";
      const frames = await tshark(file, perPacket, "frame.comment", `${transport}.srcport`, `${transport}.payload`);
      expect(frames).toHaveLength(packets.length);
      expect(frames.map(([comment]) => comment)).toEqual(
        packets.map(({ number, remark }) => `packet ${number}${remark ? `, ${remark}` : ""}`),
      );
      const faults = "_ws.malformed || ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0";
      expect(await tshark(file, `${faults} || tcp.analysis.flags`, "frame.number")).toEqual([]);
      if (transport === "tcp") {
        const sent = packets.map(({ delivered, sent: original }) => (delivered ?? original).toString("hex")).sort();
        const segments = await tshark(file, "tcp.len > 0", "tcp.srcport", "tcp.payload");
        expect(segments.map(([, payload]) => payload).join("").length).toBe(sent.join("").length);
      } else {
        expect(frames.map(([, , payload]) => payload)).toEqual(
          packets.map(({ delivered, sent }) => (delivered ?? sent).toString("hex")),
        );
        expect(new Set(frames.map(([, port]) => port)).size, "the client moved").toBe(3);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
