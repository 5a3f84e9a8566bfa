import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
  type Authenticator,
  type ConnectOptions,
  connect,
  fingerprint,
  generateSharedKey,
  type Identity,
  type KeyedCipher,
  listen,
  type Server,
  sharedKeys,
} from "@countersign/core";
import { type KeyQuestion, type KnownServersOptions, knownServers } from "@countersign/known-servers";
import { describe, expect, it, onTestFinished } from "vitest";
import { authentications, ciphers, transports } from "./combinations.ts";
import { long } from "./witness.ts";

type Socketed = "tcp" | "udp";
const limits = { handshakeTimeoutMs: 2_000, refusalFloorMs: 20 };
const alice = authentications["hmac-sha256"]();
const anybody = authentications.none();

async function serve(
  name: Socketed,
  cipher: KeyedCipher,
  identity: Identity | readonly Identity[],
  {
    authenticate = alice.server,
    address = "127.0.0.1:0",
  }: { authenticate?: Authenticator<"server">; address?: string } = {},
): Promise<Server> {
  const { transport } = transports[name]();
  const server = await whenFree(() => listen({ transport, address, cipher, identity, authenticate, limits }));
  onTestFinished(() => server.close({ drain: 0 }));
  return server;
}

/** A client that knows no server yet, and says yes to every fingerprint. */
async function newcomer(name: Socketed, cipher: KeyedCipher, options: Partial<KnownServersOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), "countersign-known-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const questions: KeyQuestion[] = [];
  const confirm = (question: KeyQuestion) => questions.push(question) > 0;
  const servers = knownServers(join(folder, "known-servers"), { confirm, ...options });
  const { transport } = transports[name]();
  const dial = (address: string, other: Partial<ConnectOptions> = {}) =>
    connect({ transport, address, cipher, server: servers, authenticate: alice.client, limits, ...other });
  return { transport, servers, questions, dial };
}

/** Somebody in the server's place, who takes every client for whom it says it is, and says that it has proven itself. */
const yesSayer: Authenticator<"server"> = {
  role: "server",
  mechanism: alice.server.mechanism,
  begin: () => ({
    step: () => ({
      kind: "done",
      send: Buffer.alloc(32, 1),
      result: { peer: { mechanism: alice.server.mechanism }, secret: Buffer.alloc(32, 1) },
    }),
  }),
};

const combinations = (["tcp", "udp"] as const).flatMap((transport) =>
  (["hybrid", "sealed-box"] as const).map((cipher) => [transport, cipher] as const),
);

// spec: H-25, H-27, H-28, H-30, H-31
describe.each(combinations)(
  "over %s, with %s, a client that does not know the server's key",
  { timeout: 30_000 },
  (transport, cipherName) => {
    it("asks, pins what was confirmed, and talks; later it asks no more", async () => {
      const cipher = await ciphers[cipherName]();
      const identity = await cipher.generateIdentity();
      const server = await serve(transport, cipher, identity);
      server.on("session", (session) => session.on("message", (message) => void session.send(message)));
      const { servers, questions, dial } = await newcomer(transport, cipher);
      for (const text of ["first", "second"]) {
        const session = await dial(server.address);
        await session.send(text);
        for await (const message of session) {
          expect(String(message)).toBe(text);
          break;
        }
        await session.close();
      }
      expect(questions.map((each) => each.fingerprint)).toEqual([fingerprint(identity.publicKey)]);
      expect(await servers.list()).toMatchObject([{ transport, address: server.address, line: 2 }]);
    });

    it("is not taken in by an impostor, with whatever proof, and pins nothing", async () => {
      const cipher = await ciphers[cipherName]();
      for (const authenticate of [yesSayer, sharedKeys({ alice: generateSharedKey() })]) {
        const impostor = await serve(transport, cipher, await cipher.generateIdentity(), { authenticate });
        const { servers, questions, dial } = await newcomer(transport, cipher);
        await expect(dial(impostor.address)).rejects.toMatchObject({ code: long("AUTHENTICATION") });
        expect([questions.length, await servers.list()]).toEqual([1, []]);
        await expect.poll(() => impostor.sessions.size).toBe(0);
      }
    });

    it("that stays anonymous believes an impostor, if it accepts that, and finds the true server changed later", async () => {
      const cipher = await ciphers[cipherName]();
      const impostor = await serve(transport, cipher, await cipher.generateIdentity(), {
        authenticate: anybody.server,
      });
      const calling = { authenticate: anybody.client };
      const careful = await newcomer(transport, cipher);
      await expect(careful.dial(impostor.address, calling)).rejects.toMatchObject({ code: long("UNKNOWN_SERVER") });
      expect(careful.questions).toEqual([]);
      const { servers, dial } = await newcomer(transport, cipher, { acceptUnproven: true });
      const session = await dial(impostor.address, calling);
      expect(await servers.list()).toHaveLength(1);
      await session.close();
      await impostor.close({ drain: 0 });
      const identity = await cipher.generateIdentity();
      const server = await serve(transport, cipher, identity, {
        authenticate: anybody.server,
        address: impostor.address,
      });
      const [pin] = await servers.list();
      const later = dial(server.address, calling);
      await expect(later).rejects.toMatchObject({ code: long("SERVER_KEY") });
      for (const words of [pin?.fingerprint, fingerprint(identity.publicKey), "line 2", "forget("]) {
        await expect(later).rejects.toThrow(words);
      }
      expect(await servers.list()).toEqual([pin]);
    });

    it("of another suite is told so", async () => {
      const cipher = await ciphers[cipherName]();
      const other = await ciphers[cipherName === "hybrid" ? "sealed-box" : "hybrid"]();
      const server = await serve(transport, cipher, await cipher.generateIdentity());
      const { dial, questions } = await newcomer(transport, other);
      await expect(dial(server.address)).rejects.toMatchObject({
        code: long("SUITE"),
        message: expect.stringContaining(cipher.name),
      });
      expect(questions).toEqual([]);
    });

    it("goes on when the server changes its key as it should, and is refused when it was left behind", async () => {
      const cipher = await ciphers[cipherName]();
      const [old, present] = [await cipher.generateIdentity(), await cipher.generateIdentity()];
      const before = await serve(transport, cipher, old);
      const { address } = before;
      const [prepared, forgotten] = [await newcomer(transport, cipher), await newcomer(transport, cipher)];
      for (const { dial } of [prepared, forgotten]) await (await dial(address)).close();
      await before.close({ drain: 0 });

      const during = await serve(transport, cipher, [present, old], { address });
      for (const { dial } of [prepared, forgotten]) await (await dial(address)).close();
      await prepared.servers.add({ transport: prepared.transport, address, cipher }, present.publicKey);
      await (await prepared.dial(address)).close();
      await during.close({ drain: 0 });

      const after = await serve(transport, cipher, present, { address });
      await (await prepared.dial(after.address)).close();
      await expect(forgotten.dial(after.address)).rejects.toMatchObject({ code: long("SERVER_KEY") });
      expect([prepared.questions.length, forgotten.questions.length]).toEqual([1, 1]);
    });
  },
);

/** Listens where a server was closed, whose last words may keep the socket for a while. */
async function whenFree(open: () => Promise<Server>): Promise<Server> {
  for (let tries = 1; ; tries++) {
    try {
      return await open();
    } catch (error) {
      if ((error as { code?: string }).code !== long("LISTEN") || tries === 250) throw error;
    }
    await delay(100);
  }
}
