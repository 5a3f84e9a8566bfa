import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { Conversation } from "../stage/conversation.ts";
import { attackNext } from "./on-the-wire.ts";
import type { AttackTool } from "./tool.ts";

/** A genuine packet, intercepted and sent from an address of the attacker's. */
export const elsewhere: AttackTool = {
  id: "elsewhere",
  label: "Answer from another address",
  about: "The next packet is kept back, and sent on from an address of the attacker's.",
  aimed: true,
  lesson: {
    tcp: "",
    udp: "To the server: the packet is genuine, so its message counts. But the session does not follow it: the server sends 8 random bytes to the new address, and only who can send them back inside of a packet moves a session. To the client: its socket takes datagrams of the server's address only; what was kept back is sent again.",
  },
  unfit: ({ wire }) =>
    wire.isLossy ? undefined : "A TCP connection is its two addresses: the system discards what comes from elsewhere.",
  async run({ conversation, direction, see }) {
    const before = conversation.server.session?.remoteAddress;
    let watching = true;
    // Open before there is a packet: one that its sender has repeated meanwhile is an old one, and challenges nobody.
    const place = await conversation.wire.datagrams?.openElsewhere((datagram) => {
      if (!watching) return;
      see({
        where: "attacker",
        text: `got ${datagram.length} bytes at the new address: a challenge that only the client's key could answer`,
        good: true,
      });
    });
    const packet = await attackNext(conversation, direction, "drop", "Send everything to my new address");
    place?.deliver(direction, packet.sent);
    await setTimeout(watchMs);
    watching = false;
    const after = conversation.server.session?.remoteAddress;
    const stayed = before === after;
    see({ where: "server", text: stayed ? `still speaks to ${after}` : `now speaks to ${after}`, good: stayed });
    return `Kept packet ${packet.number} back, and sent it ${direction} from port ${place?.port}.`;
  },
};

/** Long enough for an answer on this machine. */
const watchMs = 250;

/** All that the client has ever sent, from a connection of the attacker's. */
export const replayAll: AttackTool = {
  id: "replay-all",
  label: "Replay the whole conversation",
  about: "Everything that the client has sent, again and in order, from a connection of the attacker's own.",
  aimed: false,
  afterwards: true,
  lesson: {
    tcp: "The server answers HELLO with a one-time key and a challenge that are new. The recorded proof belongs to the old ones and does not even open: nothing that was said once is said again.",
    udp: "The server answers HELLO with a one-time key and a challenge that are new. The recorded proof belongs to the old ones and does not even open: nothing that was said once is said again.",
  },
  async run({ conversation, see }) {
    const heardBefore = conversation.server.counters()?.messagesReceived;
    const recorded = conversation.wire.capture.packets.filter(
      ({ direction, by }) => direction === "to server" && by === "end",
    );
    const repeat = conversation.wire.isLossy ? repeatByUdp : repeatByTcp;
    const answers = await repeat(
      conversation,
      recorded.map(({ sent }) => sent),
    );
    for (const text of answers) see({ where: "attacker", text, good: true });
    const heard = conversation.server.counters()?.messagesReceived;
    see({ where: "server", text: "heard no message of it", good: heard === heardBefore });
    return `Sent all ${recorded.length} packets of the client to ${conversation.serverAddress} once more.`;
  },
};

async function repeatByTcp({ serverAddress }: Conversation, packets: readonly Buffer[]): Promise<string[]> {
  const { hostname, port } = new URL(`tcp://${serverAddress}`);
  const socket = connect(Number(port), hostname);
  const received: Buffer[] = [];
  socket.on("data", (chunk) => received.push(chunk)).on("error", () => {});
  const closed = new Promise((resolve) => socket.once("close", () => resolve(true)));
  for (const packet of packets) socket.write(packet);
  const ended = await Promise.race([closed, setTimeout(closeMs, false)]);
  socket.destroy();
  const { length } = Buffer.concat(received);
  return [`got ${length} bytes: an ACCEPT that the recording does not fit`, ended ? "was disconnected" : "is waiting"];
}

async function repeatByUdp({ serverAddress }: Conversation, datagrams: readonly Buffer[]): Promise<string[]> {
  const { hostname, port } = new URL(`udp://${serverAddress}`);
  const socket = createSocket("udp4");
  const received: Buffer[] = [];
  socket.on("message", (datagram) => received.push(datagram)).on("error", () => {});
  // Under the route of the living session they would be nothing but replays.
  const route = randomBytes(8);
  for (const datagram of datagrams) {
    socket.send(Buffer.concat([route, datagram.subarray(8)]), Number(port), hostname);
    if (datagram === datagrams[0]) await setTimeout(watchMs);
  }
  await setTimeout(watchMs);
  socket.close();
  const accepts = received.filter((datagram) => datagram[0] === 0xc2).length;
  const others = received.length - accepts;
  return [`got ${accepts} ACCEPT that the recording does not fit, and ${others} other answers`];
}

const closeMs = 2_000;
