import { readFile, writeFile } from "node:fs/promises";
import {
  anonymous,
  anyone,
  connect,
  fingerprint,
  generateSharedKey,
  type Identity,
  listen,
  type Server,
  sharedKey,
  sharedKeys,
  suiteName,
} from "@countersign/core";
import { insecurePlain, memory } from "@countersign/core/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { fingerprintWords, type KeyQuestion, type KnownServersOptions, knownServers } from "../src/index.ts";
import { freshFile } from "./folder.ts";

const key = generateSharedKey();
const cipher = insecurePlain();
const transport = memory();
const authenticate = sharedKey("alice", key);
const refused = (code: string, ...words: string[]) =>
  words.length === 0
    ? expect.objectContaining({ code: `ERR_COUNTERSIGN_${code}` })
    : expect.objectContaining({
        code: `ERR_COUNTERSIGN_${code}`,
        message: expect.stringMatching(
          new RegExp(words.map((word) => word.replace(/[+.()[\]]/g, "\\$&")).join(".*"), "s"),
        ),
      });

async function serve(identity: Identity | readonly Identity[], address = "memory:0"): Promise<Server> {
  const server = await listen({ transport, address, cipher, identity, authenticate: sharedKeys({ alice: key }) });
  onTestFinished(() => server.close({ drain: 0 }));
  return server;
}

/** Known servers in a new file, and what somebody was asked. */
async function store(answer: unknown = true, options: Partial<KnownServersOptions> = {}) {
  const file = await freshFile();
  const questions: KeyQuestion[] = [];
  const confirm = (question: KeyQuestion) => {
    questions.push(question);
    return (typeof answer === "function" ? answer(question) : answer) as boolean;
  };
  const servers = knownServers(file, { confirm, ...options });
  const dial = (server: Server) =>
    connect({ transport, address: server.address, cipher, server: servers, authenticate });
  return { file, servers, questions, dial };
}

// spec: I-23, I-25
describe("known servers", () => {
  it("are asked about once, with what their administrator sees too, and listed", async () => {
    const identity = await cipher.generateIdentity();
    const server = await serve(identity);
    const { servers, questions, dial } = await store();
    await dial(server);
    await dial(server);
    const shown = { fingerprint: fingerprint(identity.publicKey), words: fingerprintWords(identity.publicKey) };
    const place = { transport: "memory", address: server.address, suite: suiteName(cipher) };
    expect(questions).toEqual([{ ...place, ...shown }]);
    expect(await servers.list()).toEqual([{ ...place, ...shown, line: 2 }]);
  });

  it.each([false, null, "yes", "no", 1, Promise.resolve("true")])(
    "are not pinned when the answer is %s, and nobody hears who was calling",
    async (answer) => {
      const server = await serve(await cipher.generateIdentity());
      const { servers, dial } = await store(answer);
      const turnedAway: unknown[] = [];
      server.on("refused", (error) => turnedAway.push(error));
      await expect(dial(server)).rejects.toEqual(refused("SERVER_KEY", "Nobody confirmed"));
      expect([await servers.list(), turnedAway]).toEqual([[], []]);
    },
  );

  it("with several keys are asked about one after the other, four at most", async () => {
    const identities = await Promise.all(Array.from({ length: 6 }, () => cipher.generateIdentity()));
    const server = await serve(identities);
    const wanted = fingerprint((identities[2] as Identity).publicKey);
    const { servers, questions, dial } = await store((question: KeyQuestion) => question.fingerprint === wanted);
    await dial(server);
    expect([questions.length, (await servers.list()).map((pin) => pin.fingerprint)]).toEqual([3, [wanted]]);
    const unsure = await store(false);
    await expect(unsure.dial(server)).rejects.toEqual(refused("SERVER_KEY"));
    expect(unsure.questions).toHaveLength(4);
  });

  it("are other ones at another address, and with another suite", async () => {
    const identity = await cipher.generateIdentity();
    const [one, other] = [await serve(identity), await serve(identity)];
    const { servers, questions, dial } = await store();
    await dial(one);
    await dial(other);
    expect(questions.map(({ address }) => address)).toEqual([one.address, other.address]);
    const place = { transport: "memory", address: one.address, suite: "another" };
    expect(await servers.pinned(place)).toEqual([]);
    expect(await servers.pinned({ ...place, transport: "tcp", suite: suiteName(cipher) })).toEqual([]);
    expect(await servers.pinned({ ...place, suite: suiteName(cipher) })).toHaveLength(1);
  });

  it("that prove nothing are met when that is accepted, and not before", async () => {
    const identity = await cipher.generateIdentity();
    const server = await listen({ transport, address: "memory:0", cipher, identity, authenticate: anyone() });
    onTestFinished(() => server.close());
    const calling = { transport, address: server.address, cipher, authenticate: anonymous() };
    const { servers, questions } = await store();
    await expect(connect({ ...calling, server: servers })).rejects.toEqual(refused("UNKNOWN_SERVER", "acceptUnproven"));
    expect(questions).toEqual([]);
    const trusting = await store(true, { acceptUnproven: true });
    await connect({ ...calling, server: trusting.servers });
    expect(await trusting.servers.list()).toHaveLength(1);
  });

  it("of which another first contact pinned another key meanwhile are refused", async () => {
    const [identity, other] = [await cipher.generateIdentity(), await cipher.generateIdentity()];
    const server = await serve(identity);
    const where = { transport, address: server.address, cipher };
    const { servers, dial } = await store(() => servers.add(where, other.publicKey).then(() => true));
    await expect(dial(server)).rejects.toEqual(refused("SERVER_KEY", "Another key was pinned"));
    expect((await servers.list()).map((pin) => pin.fingerprint)).toEqual([fingerprint(other.publicKey)]);
    await expect.poll(() => server.sessions.size).toBe(0);
  });

  it("of which another first contact pinned the same key are there", async () => {
    const identity = await cipher.generateIdentity();
    const server = await serve(identity);
    const where = { transport, address: server.address, cipher };
    const { servers, dial } = await store(() => servers.add(where, identity.publicKey).then(() => true));
    await dial(server);
    expect(await servers.list()).toHaveLength(1);
  });
});

// spec: H-30, I-26
describe("a server whose key is another one", () => {
  it("is refused with file, line, both fingerprints and what to do, and asks nobody", async () => {
    const [before, after] = [await cipher.generateIdentity(), await cipher.generateIdentity()];
    const { file, servers, questions, dial } = await store();
    const first = await serve(before);
    await dial(first);
    const text = await readFile(file, "utf8");
    await first.close({ drain: 0 });
    const second = await serve(after, first.address);
    const words = [
      file,
      fingerprint(before.publicKey),
      "line 2",
      fingerprint(after.publicKey),
      "administrator",
      "forget(",
    ];
    await expect(dial(second)).rejects.toEqual(refused("SERVER_KEY", ...words));
    expect([questions.length, await readFile(file, "utf8")]).toEqual([1, text]);

    expect(await servers.forget(first.address)).toBe(1);
    await dial(second);
    expect((await servers.list()).map((pin) => pin.fingerprint)).toEqual([fingerprint(after.publicKey)]);
    expect(await servers.forget("memory:elsewhere")).toBe(0);
  });

  // spec: H-31
  it("is found by who has pinned the new one, too", async () => {
    const [old, present] = [await cipher.generateIdentity(), await cipher.generateIdentity()];
    const { servers, dial, questions } = await store();
    const first = await serve(old);
    await dial(first);
    const where = { transport, address: first.address, cipher };
    await servers.add({ ...where, authenticate } as typeof where, present.publicKey);
    await servers.add(where, present.publicKey);
    await first.close({ drain: 0 });
    const during = await serve([present, old], first.address);
    await dial(during);
    await during.close({ drain: 0 });
    await dial(await serve(present, first.address));
    expect([questions.length, (await servers.list()).length]).toEqual([1, 2]);
  });

  it("does not begin anew when the file is damaged", async () => {
    const { file, questions, dial } = await store();
    const server = await serve(await cipher.generateIdentity());
    await dial(server);
    await writeFile(file, (await readFile(file, "utf8")).replace("memory ", "memory"));
    await expect(dial(server)).rejects.toEqual(refused("KEY_FILE", file, "line 2"));
    await writeFile(file, "");
    await expect(dial(server)).rejects.toEqual(refused("KEY_FILE", "is empty"));
    expect(questions).toHaveLength(1);
  });
});

describe("knownServers", () => {
  it("refuses options that it does not know, and what is no file, key or place", async () => {
    const confirm = () => true;
    const invalid = refused("INVALID_ARGUMENT");
    expect(() => knownServers("", { confirm })).toThrow(invalid);
    expect(() => knownServers("file", {} as never)).toThrow(invalid);
    expect(() => knownServers("file", undefined as never)).toThrow(invalid);
    expect(() => knownServers("file", { confirm, acceptEverything: true } as never)).toThrow(invalid);
    const { servers } = await store();
    const { publicKey } = await cipher.generateIdentity();
    const where = { transport, address: "memory:1", cipher };
    await expect(servers.add({ ...where, transport: undefined as never }, publicKey)).rejects.toEqual(invalid);
    await expect(servers.add(where, { encoded: Buffer.from("no key") } as never)).rejects.toEqual(invalid);
    await expect(servers.add(where, undefined as never)).rejects.toEqual(invalid);
    await expect(servers.forget(7 as never)).rejects.toEqual(invalid);
    expect(await servers.list()).toEqual([]);
  });
});
