import { once } from "node:events";
import { connect, listen, type Server, type Session } from "@countersign/core";
import { tcp } from "@countersign/transport-tcp";
import { describe, expect, it } from "vitest";
import { type ByteAttack, startByteRelay } from "./byte-relay.ts";
import { ciphers } from "./combinations.ts";
import type { Direction } from "./relay.ts";
import { codeOf, parties } from "./witness.ts";

/** What came of one conversation: a code, or "done" after a proper close. */
interface Outcome {
  readonly client: string;
  readonly server: string;
  readonly clientHeard: readonly string[];
  readonly serverHeard: readonly string[];
}

const cipher = await ciphers["sealed-box"]();
const identity = await cipher.generateIdentity();

// spec: S-8, S-6, W-5
describe.each(["to server", "to client"] as const)("sealed-box over TCP: a connection that ends %s", (direction) => {
  it.each([
    ["is closed", false],
    ["is reset", true],
  ])(
    "after any number of bytes, and %s, is truncation",
    async (_how, reset) => {
      const whole = await lengthOf(direction);
      expect(whole).toBeGreaterThan(400);
      // Reset before its first byte, it may never have been a connection.
      let after = reset ? 1 : 0;
      // As many at a time as keep the processor busy, each with a server of its own.
      const workers = Array.from({ length: 8 }, async () => {
        await using stand = await echoServer();
        for (let mine = after++; mine < whole; mine = after++) {
          const { client, server, clientHeard, serverHeard } = await converse(stand, {
            cut: { direction, after: mine, reset },
          });
          const clues = `cut after ${mine} of ${whole} bytes`;
          const [deprived, other] = direction === "to server" ? [server, client] : [client, server];
          expect(deprived, clues).toBe("ERR_COUNTERSIGN_TRUNCATED");
          // The other side may have all that it waits for already.
          expect(["ERR_COUNTERSIGN_TRUNCATED", "done"], clues).toContain(other);
          if (other === "done") expect([clientHeard, serverHeard], clues).toEqual([["echo"], ["echo"]]);
          expect(["echo"].slice(0, serverHeard.length), clues).toEqual(serverHeard);
          expect(["echo"].slice(0, clientHeard.length), clues).toEqual(clientHeard);
        }
      });
      await Promise.all(workers);
    },
    120_000,
  );
});

/** Bytes of an undisturbed conversation. */
async function lengthOf(direction: Direction): Promise<number> {
  await using stand = await echoServer();
  await using relay = await startByteRelay(stand.server.address);
  expect(await talk(stand, relay.address)).toMatchObject({ client: "done", server: "done" });
  return relay.passed[direction];
}

async function converse(stand: Stand, attack: ByteAttack): Promise<Outcome> {
  await using relay = await startByteRelay(stand.server.address, attack);
  return await talk(stand, relay.address);
}

async function talk(stand: Stand, address: string): Promise<Outcome> {
  const serverSide = stand.next();
  const clientHeard: string[] = [];
  let client = "done";
  try {
    const options = { transport: tcp({ lingerMs: 0 }), address, cipher, server: identity.publicKey };
    const session = await connect({ ...options, authenticate: parties().client });
    const closed = once(session, "close");
    session.on("message", (message) => {
      clientHeard.push(message.toString());
      session.close().catch(() => {});
    });
    session.send("echo").catch(() => {});
    const [error] = await closed;
    if (error) client = codeOf(error);
  } catch (error) {
    client = codeOf(error);
  }
  return { client, clientHeard, ...(await serverSide) };
}

interface Stand extends AsyncDisposable {
  readonly server: Server;
  /** What the server sees of the next client. */
  next(): Promise<Pick<Outcome, "server" | "serverHeard">>;
}

async function echoServer(): Promise<Stand> {
  const options = { transport: tcp({ lingerMs: 0 }), address: "127.0.0.1:0", cipher, identity };
  const server = await listen({ ...options, authenticate: parties().server, limits: { refusalFloorMs: 1 } });
  return {
    server,
    next() {
      const serverHeard: string[] = [];
      return new Promise((resolve) => {
        server.once("refused", (error) => resolve({ server: codeOf(error), serverHeard }));
        server.once("session", (session: Session) => {
          session.on("message", (message) => {
            serverHeard.push(message.toString());
            session.send(message).catch(() => {});
          });
          session.on("close", (error) => resolve({ server: error ? codeOf(error) : "done", serverHeard }));
        });
      }).finally(() => server.removeAllListeners()) as ReturnType<Stand["next"]>;
    },
    async [Symbol.asyncDispose]() {
      await server.close({ drain: 10 });
    },
  };
}
