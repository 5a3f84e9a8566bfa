import type { Dissection, Inside } from "../protocol.ts";
import type { Packet } from "../relay/capture.ts";
import { kindOf } from "../relay/framing.ts";
import type { Conversation } from "../stage/conversation.ts";
import { clearFields } from "./clear-fields.ts";
import { frameFields, parameterFields } from "./inner-fields.ts";
import { Opened } from "./opened.ts";

/** Takes a packet apart: what everybody sees, and what the two ends read in it. */
export async function dissect(conversation: Conversation, packet: Packet): Promise<Dissection> {
  const { framing } = conversation.wire.capture;
  const bytes = packet.delivered ?? packet.sent;
  const shown = bytes.subarray(0, shownBytes);
  const kind = kindOf(bytes[framing.headBytes(packet.direction)]);
  const inside = await openInside(conversation, packet, bytes, kind);
  return {
    number: packet.number,
    title: titles[kind] ?? kind,
    about: abouts[kind] ?? "",
    hex: shown.toString("hex"),
    totalBytes: bytes.length,
    fields: clearFields(shown, packet.direction, framing).fields,
    inside: inside ? [inside] : [],
    ...(!inside && kind in openers && { sealed: sealedRemark(packet) }),
  };
}

const shownBytes = 4_096;

/** All that can be opened with the secrets of this one conversation. */
function openedByItsEnds({ cipher, application, wire, keyring }: Conversation): Opened {
  return new Opened(cipher, application, wire.capture, {
    decapsulate: (sealed) => keyring.serverKey.decapsulate(sealed),
    serverKey: keyring.serverKey.publicKey.encoded,
    ephemeralSecret: keyring.ephemeralSecret,
    data: keyring.data,
  });
}

async function openInside(conversation: Conversation, packet: Packet, bytes: Buffer, kind: string) {
  const opener = openers[kind];
  if (!opener || (packet.fate === "changed" && kind !== "packet")) return undefined;
  const opened = openedByItsEnds(conversation);
  const plaintext = await opener.open(opened, packet, bytes);
  if (!plaintext) return undefined;
  const shown = plaintext.subarray(0, shownBytes);
  const fields = opener.fields(shown);
  return { title: opener.title, by: opener.by, hex: shown.toString("hex"), fields } satisfies Inside;
}

interface Opener {
  readonly title: string;
  readonly by: string;
  open(opened: Opened, packet: Packet, bytes: Buffer): Promise<Buffer | undefined>;
  fields(plaintext: Buffer): Inside["fields"];
}

const openers: Readonly<Record<string, Opener>> = {
  HELLO: {
    title: "Parameters",
    by: "the secret that is sealed to the server's key",
    open: (opened) => opened.hello(),
    fields: parameterFields,
  },
  ACCEPT: {
    title: "Parameters",
    by: "that secret and the one that the two one-time keys agree on",
    open: (opened) => opened.accept(),
    fields: parameterFields,
  },
  authentication: {
    title: "Frames of epoch 0",
    by: "the handshake's secrets",
    open: (opened, packet, bytes) => opened.frames(packet, bytes),
    fields: frameFields,
  },
  packet: {
    title: "Frames of epoch 1",
    by: "the key log of the client (insecureKeyLog)",
    open: (opened, packet, bytes) => opened.frames(packet, bytes),
    fields: frameFields,
  },
};

function sealedRemark({ by, fate }: Packet): string {
  if (by === "attacker") return "It does not open under the keys of the session: the receiver finds nothing in it.";
  if (fate === "changed") return "It was changed, and does not open any more: the receiver finds nothing in it.";
  return "The keys for it are not there yet.";
}

const titles: Readonly<Record<string, string>> = {
  HELLO: "HELLO: the client calls",
  ACCEPT: "ACCEPT: the server answers",
  RETRY: "RETRY: show me that you are there",
  REJECT: "REJECT: the server declines",
  authentication: "Epoch 0: who is there",
  packet: "Epoch 1: the conversation",
  unknown: "Nothing of this protocol",
};

const abouts: Readonly<Record<string, string>> = {
  HELLO: "A secret for the server's key, a one-time public key, and encrypted parameters.",
  ACCEPT: "The other half of the one-time key agreement. When it opens, the client knows that the server is there.",
  RETRY: "Under load a server keeps nothing of a stranger before it has proven its address.",
  REJECT: "In the clear, since there is no key yet.",
  authentication: "The client says who it is, inside the encrypted channel. All such packets have the same few sizes.",
  packet:
    "Messages and everything that keeps the session going. From outside they cannot be told apart but by size and time.",
  unknown: "Somebody else's bytes.",
};
