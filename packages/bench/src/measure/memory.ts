import type { Dial } from "../subjects/subject.ts";
import { Connection } from "./connection.ts";
import { isMessage, messagesOf } from "./messages.ts";

/**
 * One sample: what the server's process grew by for each of so many sessions, in KiB. Each has carried a message and its
 * echo, and is idle. A process has whole pages, so it counts as grown by one at least.
 */
export async function measureMemory(dial: Dial, sessions: number): Promise<number[]> {
  const scales = await Connection.open(dial);
  for (let count = 0; count < Math.min(sessions, warmUpSessions); count += openedAtOnce) {
    await closeAll(await openGroup(dial, openedAtOnce));
  }
  const before = await scales.weigh();
  const idle: Connection[] = [];
  while (idle.length < sessions) idle.push(...(await openGroup(dial, Math.min(openedAtOnce, sessions - idle.length))));
  const grownBytes = Math.max(pageBytes, (await scales.weigh()) - before);
  await closeAll([scales, ...idle]);
  return [grownBytes / 1024 / sessions];
}

function openGroup(dial: Dial, size: number): Promise<Connection[]> {
  return Promise.all(Array.from({ length: size }, () => openAndUse(dial)));
}

async function openAndUse(dial: Dial): Promise<Connection> {
  const connection = await Connection.open(dial);
  const [message] = messagesOf(messageBytes) as [Buffer];
  connection.order({ kind: "echo" });
  connection.send(message);
  if (!isMessage(await connection.receive(), [message], 0)) throw new Error("an echo came back changed");
  return connection;
}

/** A part at a time: ten thousand at once would not all be through before their time limit for closing. */
async function closeAll(connections: readonly Connection[]): Promise<void> {
  for (let from = 0; from < connections.length; from += closedAtOnce) {
    await Promise.all(connections.slice(from, from + closedAtOnce).map((connection) => connection.close()));
  }
}

/** They come and go before the first weighing: what is loaded and compiled for the first of them is no session's. */
const warmUpSessions = 200;
const messageBytes = 64;
const openedAtOnce = 20;
const closedAtOnce = 200;
const pageBytes = 4096;
