import { setTimeout } from "node:timers/promises";
import type { CountersignError, Server, Session } from "@countersign/core";
import { decodeFromClient, maxMessageBytes } from "../protocol.ts";
import type { Pace } from "./pace.ts";
import type { Member, Room } from "./room.ts";
import { SessionMember } from "./session-member.ts";

/** Takes a line about what happens, for whoever runs the server. */
export type Log = (line: string) => void;

/**
 * Brings every client of the server into the room. All of them together say no more than `pace` lets pass, in bytes: who
 * would say more waits, and who reads as fast as that always keeps up. Resolves when the server is closed.
 */
export async function attend(server: Server, room: Room, pace: Pace, log: Log): Promise<void> {
  server.on("refused", (error, address) => log(`refused ${address}: ${inWords(error)}`));
  server.on("fault", (error) => log(`in trouble: ${inWords(error)}`));
  for await (const session of server) void accompany(session, room, pace, log);
}

/** Never rejects. */
async function accompany(session: Session, room: Room, pace: Pace, log: Log): Promise<void> {
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
  try {
    await listenTo(session, member, room, pace, log);
    log(`${member.name} left`);
    room.leave(member, "left");
  } catch (error) {
    log(`${member.name} is gone: ${inWords(error as Error)}`);
    room.leave(member, howGone(error as CountersignError));
  }
}

async function listenTo(session: Session, member: Member, room: Room, pace: Pace, log: Log): Promise<void> {
  for await (const bytes of session) {
    const message = decodeFromClient(bytes);
    if (message) room.say(member, message.text);
    else log(`${member.name} sent a message that this version does not know`);
    // Not reading on is felt by the sender, as backpressure.
    const waitMs = pace.take(bytes.length, performance.now());
    if (waitMs > 0) await setTimeout(waitMs);
  }
}

function howGone({ code }: CountersignError): string {
  if (code === "ERR_COUNTERSIGN_TRUNCATED") return "is gone: the connection broke";
  if (code === "ERR_COUNTERSIGN_IDLE_TIMEOUT") return "is gone: there was no sign of life any more";
  return `is gone (${code})`;
}

function inWords(error: Error): string {
  return `${error.message} (${(error as NodeJS.ErrnoException).code ?? error.name})`;
}
