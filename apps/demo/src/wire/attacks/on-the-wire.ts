import { randomBytes } from "node:crypto";
import type { Direction, Release } from "../protocol.ts";
import type { Capture, Packet } from "../relay/capture.ts";
import { withLength } from "../relay/framing.ts";
import type { Conversation } from "../stage/conversation.ts";
import { soon } from "./soon.ts";
import type { AttackTool } from "./tool.ts";

/** The sender says something, so that there is a packet to attack. */
export async function attackNext(conversation: Conversation, direction: Direction, how: Release, text: string) {
  const next = conversation.wire.next(direction, how);
  conversation.end(direction === "to server" ? "client" : "server").say(text);
  return soon(next, "The sender sent nothing.");
}

export const tamper: AttackTool = {
  id: "tamper",
  label: "Change a bit",
  about: "One bit of the next packet is turned over on its way.",
  aimed: true,
  lesson: {
    tcp: "TCP has delivered the change faithfully: its own checksum was made anew. The tag of the AEAD does not fit, nothing of the packet reaches the application, and since nothing can be missing on such a link, the session ends.",
    udp: "The tag of the AEAD does not fit, so the packet counts as forged and changes nothing else. What it carried is missing at the receiver, is sent again in another packet, and arrives as it was.",
  },
  async run({ conversation, direction }) {
    const { number } = await attackNext(conversation, direction, "change", "Pay 100 to Bob");
    return `Turned over one bit of packet ${number}, which says "Pay 100 to Bob".`;
  },
};

export const drop: AttackTool = {
  id: "drop",
  label: "Drop a packet",
  about: "The next packet never arrives.",
  aimed: true,
  lesson: {
    tcp: "On this link the number of a packet is how many came before it. With one gone, the next has another number at its sender than at its receiver and does not open: nobody takes a sentence out of the middle.",
    udp: "The receiver's acknowledgements have a gap. The sender takes the packet for lost and sends what it carried again: later, but whole and in order.",
  },
  async run({ conversation, direction }) {
    const { number } = await attackNext(conversation, direction, "drop", "Do not pay Mallory");
    conversation.end(direction === "to server" ? "client" : "server").say("Pay the others");
    return `Kept packet ${number} ("Do not pay Mallory") and let the next one pass ("Pay the others").`;
  },
};

export const replay: AttackTool = {
  id: "replay",
  label: "Replay a packet",
  about: "A recorded packet is sent once more: the one that is selected, or the newest.",
  aimed: true,
  lesson: {
    tcp: "It opens under no number but the one that it had. The receiver expects the next number, the tag does not fit, and the session ends.",
    udp: "It is authentic, and its number is known: the receiver remembers the 8,192 newest numbers, and delivers each of them once.",
  },
  async run({ conversation: { wire }, direction, packet: wanted }) {
    const { capture } = wire;
    const chosen = wanted === undefined ? undefined : capture.packet(wanted);
    const packet = chosen ?? capture.newest(direction);
    if (!packet) return "There is nothing to replay yet.";
    const { number } = wire.forge(
      packet.direction,
      packet.delivered ?? packet.sent,
      `a copy of packet ${packet.number}`,
    );
    return `Sent packet ${packet.number} again, as packet ${number}.`;
  },
};

export const inject: AttackTool = {
  id: "inject",
  label: "Inject a packet",
  about: "A packet of the attacker's own making, with everything right that can be seen from outside.",
  aimed: true,
  lesson: {
    tcp: "Header and length are those of a genuine packet. Without the key there is no tag to go with them, and the session ends.",
    udp: "Route id, header and number are those of a genuine packet. Without the key there is no tag to go with them: it is counted, and that is all. A session ends only after more forgeries than its cipher can bear.",
  },
  async run({ conversation: { wire }, direction }) {
    const bytes = imitation(wire.capture, direction);
    const { number } = wire.forge(direction, bytes, "made up by the attacker");
    return `Sent packet ${number}, made of ${bytes.length} bytes that look like a packet of this session.`;
  },
};

/** Looks like the next packet in this direction to everybody without keys. */
function imitation(capture: Capture, direction: Direction): Buffer {
  const noise = randomBytes(48);
  if (capture.framing.transport === "tcp") return withLength(Buffer.concat([Buffer.of(1), noise]));
  const head = capture.framing.headBytes(direction);
  const newest = capture.packets.findLast((packet) => packet.direction === direction && packet.sent[head] === 1);
  const number = Buffer.alloc(6);
  number.writeUIntBE(numberOf(newest, head) + 1, 0, 6);
  const route = capture.newest(direction)?.sent.subarray(0, head) ?? randomBytes(head);
  return Buffer.concat([route, Buffer.of(1), number, noise]);
}

function numberOf(packet: Packet | undefined, head: number): number {
  return packet && packet.sent.length >= head + 7 ? packet.sent.readUIntBE(head + 1, 6) : 0;
}
