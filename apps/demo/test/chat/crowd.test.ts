import { sealedBox } from "@countersign/cipher-sealedbox";
import {
  connect,
  generateSharedKey,
  listen,
  type Server,
  type Session,
  sharedKey,
  sharedKeys,
} from "@countersign/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { limits } from "../../src/chat/limits.ts";
import { application, decodeFromServer, encode, type FromServer } from "../../src/chat/protocol.ts";
import { attend } from "../../src/chat/server/attend.ts";
import { Pace } from "../../src/chat/server/pace.ts";
import { Room } from "../../src/chat/server/room.ts";
import { type TransportName, transportNames, transports } from "../../src/transports.ts";

const key = generateSharedKey();
const log: string[] = [];
// Over TCP the system holds some MiB for who does not read. Over UDP nobody does, and who begins to hear begins slowly.
const perSecond = { tcp: 4 * 1024 * 1024, udp: 512 * 1024 };
let server: Server;
let attended: Promise<void>;
let join: (name: string) => Promise<Session>;

async function open(transportName: TransportName): Promise<void> {
  const cipher = await sealedBox();
  const identity = await cipher.generateIdentity();
  const common = { transport: transports[transportName](), cipher, application, limits };
  server = await listen({ ...common, address: "127.0.0.1:0", identity, authenticate: sharedKeys(() => key) });
  log.length = 0;
  const pace = new Pace({ burst: 64 * 1024, perSecond: perSecond[transportName] }, performance.now());
  attended = attend(server, new Room(), pace, (line) => log.push(line));
  join = (name) =>
    connect({
      ...common,
      address: server.address,
      server: identity.publicKey,
      authenticate: sharedKey(name, key),
      // Whoever does not read keeps little on this side.
      limits: { ...limits, receiveBufferBytes: 64 * 1024 },
    });
}
afterEach(async () => {
  await server.close({ drain: 1_000 });
  await attended;
});

async function* messagesOf(session: Session): AsyncGenerator<FromServer> {
  for await (const bytes of session) {
    const message = decodeFromServer(bytes);
    if (message) yield message;
  }
}

/** What everybody says until somebody leaves. */
async function saidUntilLeft(session: Session) {
  const said: Extract<FromServer, { kind: "said" }>[] = [];
  for await (const message of messagesOf(session)) {
    if (message.kind === "said") said.push(message);
    if (message.kind === "left") return { said, left: message };
  }
  throw new Error("Nobody left.");
}

describe.each(transportNames)("a chat over %s", (transportName) => {
  beforeEach(() => open(transportName));

  it("has room for a crowd", async () => {
    const names = Array.from({ length: 60 }, (_, index) => `member-${index}`);
    const members = await Promise.all(names.map(join));
    const heard = members.map(async (session) => {
      const texts = new Set<string>();
      for await (const message of messagesOf(session)) {
        if (message.kind === "said") texts.add(`${message.name}: ${message.text}`);
        if (texts.size === names.length) return texts;
      }
      return texts;
    });
    for (const session of members) await session.send(encode({ kind: "say", text: "hello" }));
    const everything = new Set(names.map((name) => `${name}: hello`));
    for (const texts of await Promise.all(heard)) expect(texts).toEqual(everything);
    for (const session of members) session.abort();
  });

  it("dismisses who does not read, with words, while everybody else hears everything", async () => {
    const slow = await join("slow");
    const reader = await join("reader");
    const heard = saidUntilLeft(reader);
    // Several: the pace is one for all of them.
    const talkers = await Promise.all(Array.from({ length: 3 }, (_, index) => join(`talker-${index}`)));
    for (const talker of talkers) talker.on("message", () => {});
    let talking = true;
    const talks = talkers.map(async (talker) => {
      for (let number = 0; talking; number++) {
        await talker.send(encode({ kind: "say", text: `${number} ${"x".repeat(7_000)}` }));
      }
    });
    const { said, left } = await heard;
    talking = false;
    // It reads again in time: all that was said before is still there, and the reason comes last.
    let last: FromServer | undefined;
    for await (const message of messagesOf(slow)) last = message;
    expect(last).toEqual({ kind: "goodbye", reason: "You did not keep up with what was said." });
    expect(left).toEqual({ kind: "left", name: "slow", how: "did not keep up, and had to leave" });
    expect(said.length).toBeGreaterThan(100);
    for (const talker of talkers.map((_, index) => `talker-${index}`)) {
      const numbers = said.filter(({ name }) => name === talker).map(({ text }) => Number.parseInt(text, 10));
      expect(numbers).toEqual(numbers.map((_, index) => index));
    }
    for (const session of [...talkers, reader]) session.abort();
    await Promise.allSettled(talks);
  });
});
