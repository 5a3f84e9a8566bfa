import { setTimeout } from "node:timers/promises";
import type { CountersignError, Server, Session } from "@countersign/core";
import { inUnits } from "../files/amounts.ts";
import { decodeFromClient, maxMessageBytes } from "../protocol.ts";
import type { Pace } from "./pace.ts";
import type { Member, Room } from "./room.ts";
import { SessionMember } from "./session-member.ts";
import { Transfers } from "./transfers.ts";

/** Takes a line about what happens, for whoever runs the server. */
export type Log = (line: string) => void;

/** What all who are in a room share. */
interface Place {
  readonly room: Room;
  readonly transfers: Transfers;
  readonly pace: Pace;
  readonly log: Log;
}

/**
 * Brings every client of the server into the room. All of them together say no more than `pace` lets pass, in bytes: who
 * would say more waits, and who reads as fast as that always keeps up. Resolves when the server is closed.
 */
export async function attend(server: Server, room: Room, pace: Pace, log: Log): Promise<void> {
  server.on("refused", (error, address) => log(`refused ${address}: ${inWords(error)}`));
  server.on("fault", (error) => log(`in trouble: ${inWords(error)}`));
  const place = { room, transfers: new Transfers(), pace, log };
  for await (const session of server) void accompany(session, place);
}

/** Never rejects. */
async function accompany(session: Session, place: Place): Promise<void> {
  const { room, transfers, log } = place;
  const member = new SessionMember(session, session.peer.name ?? "");
  if (session.maxMessageBytes < maxMessageBytes) {
    log(`${member.name} was sent away: it takes no messages of more than ${session.maxMessageBytes} bytes`);
    return member.dismiss("Your client does not take messages as large as some are here.");
  }
  if (room.isFull) {
    log(`${member.name} was sent away: the room is full`);
    return member.dismiss("The room is full.");
  }
  log(`${member.name} joined from ${session.remoteAddress}`);
  room.join(member);
  const leave = (how: string) => {
    room.leave(member, how);
    transfers.leave(member, how);
  };
  try {
    await listenTo(session, member, place);
    log(`${member.name} left`);
    leave("left");
  } catch (error) {
    log(`${member.name} is gone: ${inWords(error as Error)}`);
    leave(howGone(error as CountersignError));
  }
}

async function listenTo(session: Session, member: Member, place: Place): Promise<void> {
  for await (const bytes of session) {
    if (hear(bytes, member, place)) continue;
    // Not reading on is felt by the sender, as backpressure.
    const waitMs = place.pace.take(bytes.length, performance.now());
    if (waitMs > 0) await setTimeout(waitMs);
  }
}

/** True: bytes of a file, which come no faster than all who receive it put them away. */
function hear(bytes: Buffer, member: Member, { room, transfers, log }: Place): boolean {
  const message = decodeFromClient(bytes);
  if (!message) {
    log(`${member.name} sent a message that this version does not know`);
    return false;
  }
  if (message.kind === "say") {
    room.say(member, message.text, message.line);
    return false;
  }
  if (message.kind === "offer") log(`${member.name} offers ${JSON.stringify(message.file)}, ${inUnits(message.bytes)}`);
  return transfers.take(member, message, () => room.others(member)) && message.kind === "chunk";
}

function howGone({ code }: CountersignError): string {
  if (code === "ERR_COUNTERSIGN_TRUNCATED") return "is gone: the connection broke";
  if (code === "ERR_COUNTERSIGN_IDLE_TIMEOUT") return "is gone: there was no sign of life any more";
  return `is gone (${code})`;
}

function inWords(error: Error): string {
  return `${error.message} (${(error as NodeJS.ErrnoException).code ?? error.name})`;
}
