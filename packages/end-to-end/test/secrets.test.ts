import { createPrivateKey } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect as connectTcp } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hybrid } from "@countersign/cipher-hybrid";
import {
  type ConnectOptions,
  connect,
  generateSharedKey,
  type KeyedCipher,
  type ListenOptions,
  listen,
  sharedKey,
  sharedKeys,
} from "@countersign/core";
import { tcp } from "@countersign/transport-tcp";
import { describe, expect, it, onTestFinished } from "vitest";
import { ciphers } from "./combinations.ts";
import { Evidence, formsOf } from "./evidence.ts";
import { startRelay, type Tamper } from "./relay.ts";

const cipherNames = Object.keys(ciphers) as (keyof typeof ciphers)[];

// spec: A-3
describe.each(cipherNames)("%s over TCP: nothing that can be logged shows a secret", (cipherName) => {
  it("when a session goes well", async () => {
    const { evidence, secrets, serve, dial, plaintext } = await stage(cipherName);
    {
      using collecting = evidence;
      const server = await serve();
      const accepted = once(server, "session");
      const session = await dial(server.address);
      const [serverSide] = await accepted;
      secrets["the binding"] = Uint8Array.from(session.binding);
      serverSide.on("message", (message: Buffer) => void serverSide.send(message));
      await session.send(plaintext);
      for await (const message of session) {
        expect(message.toString()).toBe(plaintext);
        break;
      }
      for (const subject of [server, session, serverSide, session.peer, session.stats()]) collecting.add(subject);
      const ended = once(session, "close");
      await session.close();
      await ended;
      await server.close();
      collecting.add([session, serverSide, session.stats(), serverSide.stats()]);
    }
    expect(evidence.leaks(secrets)).toEqual([]);
    expect([...evidence.channelsHeard].toSorted()).toEqual([
      ...["countersign:session:closed", "countersign:session:established", "countersign:session:opening"],
    ]);
  });

  it("when a peer is refused, or someone on the path interferes", async () => {
    const { evidence, secrets, serve, dial, plaintext, wrongKey, key } = await stage(cipherName);
    {
      using collecting = evidence;
      const server = await serve();
      server.on("refused", (error) => collecting.add(error));
      const fail = async (attempt: Promise<unknown>) => collecting.add(await failureOf(attempt));
      await fail(dial(server.address, { authenticate: sharedKey("alice", wrongKey) }));
      await fail(dial(server.address, { authenticate: sharedKey("mallory", wrongKey) }));
      await fail(dial(server.address, { authenticate: sharedKey("broken", wrongKey) }));
      await fail(dial(server.address, { application: "another" }));
      await fail(dial(server.address, { signal: AbortSignal.timeout(1) }));
      await fail(speak(server.address, Buffer.from(key)));
      await fail(speak(server.address, Buffer.concat([Buffer.from([0, 0, 0, 32]), Buffer.from(key, "base64url")])));

      for (const tamper of [forging, repeating, cutting]) {
        await using relay = await startRelay(server.address, tamper);
        const accepted = once(server, "session");
        const session = await dial(relay.address);
        const [serverSide] = await accepted;
        const ends = [once(serverSide, "close"), once(session, "close")];
        session.send(plaintext).catch((error) => collecting.add(error));
        const reasons = (await Promise.all(ends)).flat();
        expect(reasons[0]).toBeInstanceOf(Error);
        collecting.add([...reasons, session, serverSide]);
      }
    }
    expect(evidence.leaks(secrets)).toEqual([]);
    expect([...evidence.channelsHeard]).toContain("countersign:stranger:refused");
    expect([...evidence.channelsHeard]).toContain("countersign:session:failed");
  });

  it("when options and arguments are mistaken for each other", async () => {
    const { evidence, secrets, serve, dial, plaintext, key, cipher, pem, passphrase, folder } = await stage(cipherName);
    {
      using collecting = evidence;
      const server = await serve();
      const session = await dial(server.address);
      const odd = (value: unknown) => value as never;
      const bytes = Buffer.from(key, "base64url");
      const damaged = await file(folder, "damaged.key.pem", pem.replace(/\n/, "\nAAAA"));
      const binary = await file(folder, "binary.key.pem", bytes);
      const mistakes: Readonly<Record<string, () => unknown>> = {
        "the key as the name": () => sharedKey(key, "alice"),
        "the key as the name, and none": () => sharedKey(key, undefined),
        "a key with a slip": () => sharedKey("alice", `${key}!`),
        "a password as the key": () => sharedKey("alice", plaintext.slice(0, 30)),
        "a key cut short": () => sharedKey("alice", bytes.subarray(0, 31)),
        "the key as the keys": () => sharedKeys(odd(key)),
        "a list of keys": () => sharedKeys(odd([key])),
        "keys and names exchanged": () => sharedKeys({ [key]: "alice" }),
        "bytes and names exchanged": () => sharedKeys({ alice: odd([...bytes]) }),
        "the key as all options": () => connect(odd(key)),
        "the key as the address to dial": () => dial(key),
        "the key as the address to listen at": () => serve({ address: key }),
        "the private key as the address": () => dial(pem),
        "the key as an option's name": () => dial(server.address, odd({ [key]: 1 })),
        "the key as a limit's name": () => dial(server.address, { limits: odd({ [key]: 1 }) }),
        "the key as a limit": () => dial(server.address, { limits: odd({ maxMessageBytes: key }) }),
        "the key as the signal": () => dial(server.address, { signal: odd(key) }),
        "the key as the transport": () => dial(server.address, { transport: odd(key) }),
        "the key as the cipher": () => dial(server.address, { cipher: odd(key) }),
        "the key as the authenticator": () => dial(server.address, { authenticate: odd(key) }),
        "the key as the key log": () => dial(server.address, { insecureKeyLog: odd(key) }),
        "the private key as the server's public one": () => dial(server.address, { server: odd(pem) }),
        "the private key's text as the identity": () => serve({ identity: odd(pem) }),
        "the key as an option of tcp": () => tcp({ backlog: odd(key) }),
        "the key as an option of a cipher": () => hybrid({ modulusBits: odd(key) }),
        "the key as a time": () => session.close({ timeout: odd(key) }),
        "the key as a server's time": () => server.close({ drain: odd(key) }),
        "no message": () => session.send(odd({ plaintext })),
        "a message too large": () => session.send(plaintext.repeat(100)),
        "a datagram too large": () => session.sendDatagram(plaintext.repeat(2_000)),
        "the private key's text as its file": () => cipher.loadIdentity(pem),
        "the private key's text as a public key's file": () => cipher.loadPublicKey(pem),
        "the key as a file": () => cipher.loadIdentity(key),
        "a wrong passphrase": () => cipher.loadIdentity(join(folder, "server.key.pem"), { passphrase: plaintext }),
        "no passphrase": () => cipher.loadIdentity(join(folder, "server.key.pem")),
        "a passphrase too many": () => cipher.loadIdentity(join(folder, "plain.key.pem"), { passphrase }),
        "a damaged key file": () => cipher.loadIdentity(damaged),
        "a key file that is none": () => cipher.loadIdentity(binary),
        "the private key's file as the public one": () => cipher.loadPublicKey(join(folder, "plain.key.pem")),
      };
      for (const [mistake, make] of Object.entries(mistakes)) {
        collecting.add(await failureOf(make, mistake));
      }
      session.abort(new Error("enough"));
      collecting.add(await failureOf(() => session.send(plaintext)));
    }
    expect(evidence.leaks(secrets)).toEqual([]);
  });
});

describe("the search", () => {
  it("finds a secret that an application's own error gives away", async () => {
    const { evidence, serve, dial, key } = await stage("sealed-box");
    {
      using collecting = evidence;
      const server = await serve({
        authenticate: sharedKeys(() => {
          throw new Error(`no row for the key ${key}`);
        }),
      });
      collecting.add(await failureOf(dial(server.address)));
    }
    expect(evidence.leaks({ key: Buffer.from(key, "base64url") })).not.toEqual([]);
  });

  const secret = Buffer.from(generateSharedKey(), "base64url");
  const leaks: Readonly<Record<string, (secret: Buffer) => unknown>> = {
    "an error's message": (bytes) => new Error(`bad key ${bytes.toString("base64")}`),
    "the cause of a cause": (bytes) =>
      new Error("a", { cause: new Error("b", { cause: bytes.toString("hex").toUpperCase() }) }),
    "a hidden property": (bytes) => Object.defineProperty({}, "key", { value: bytes, enumerable: false }),
    "a list of numbers": (bytes) => ({ nested: { list: [...bytes] } }),
    "a part of a larger Buffer": (bytes) => Buffer.concat([Buffer.from("xy"), bytes]),
    "a part of larger base64": (bytes) => Buffer.concat([Buffer.from("xy"), bytes]).toString("base64url"),
    "JSON of its bytes": (bytes) => JSON.stringify(bytes),
    "a few of its bytes": (bytes) => bytes.subarray(11, 22).toString("hex"),
    "its raw characters": (bytes) => new Error(bytes.toString("latin1")),
  };
  it.each(Object.keys(leaks))("finds one in %s", (where) => {
    const evidence = new Evidence();
    evidence[Symbol.dispose]();
    evidence.add(leaks[where]?.(secret));
    expect(evidence.leaks({ secret })).not.toEqual([]);
    expect(evidence.leaks({ another: Buffer.from(generateSharedKey(), "base64url") })).toEqual([]);
  });

  it("finds one that is printed", () => {
    const evidence = new Evidence();
    console.log("the key is", secret.toString("hex"));
    evidence[Symbol.dispose]();
    expect(evidence.leaks({ secret })).not.toEqual([]);
  });

  it("knows the forms of every stretch of a secret", () => {
    for (const [form, needles] of formsOf(secret)) expect(needles.length, form).toBeLessThanOrEqual(24);
  });
});

/** A server's options and a client's, and every secret among them by its name. */
async function stage(cipherName: keyof typeof ciphers) {
  const cipher: KeyedCipher = await ciphers[cipherName]();
  const folder = await mkdtemp(join(tmpdir(), "countersign-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [key, wrongKey, plaintext, passphrase] = [1, 2, 3, 4].map(generateSharedKey) as [
    string,
    string,
    string,
    string,
  ];
  const identity = await cipher.loadIdentity(join(folder, "plain.key.pem"), { create: true });
  await cipher.loadIdentity(join(folder, "server.key.pem"), { create: true, passphrase });
  const pem = await readFile(join(folder, "plain.key.pem"), "utf8");
  const secrets: Record<string, Uint8Array> = {
    "the key": Buffer.from(key, "base64url"),
    "the key's text": Buffer.from(key),
    "the wrong key": Buffer.from(wrongKey, "base64url"),
    "the plaintext": Buffer.from(plaintext),
    "the passphrase": Buffer.from(passphrase),
    "the private key": Buffer.from(createPrivateKey(pem).export({ format: "jwk" }).d ?? "", "base64url"),
  };
  const insecureKeyLog = (line: string) => {
    const [label = "", , secret = ""] = line.split(" ");
    secrets[`${label} ${Object.keys(secrets).length}`] = Buffer.from(secret, "hex");
  };
  const common = { transport: tcp(), cipher, insecureKeyLog };
  const serve = async (options: Partial<ListenOptions> = {}) => {
    const authenticate = sharedKeys((name) => ({ alice: key, broken: plaintext.slice(0, 20) })[name]);
    const limits = { maxMessageBytes: 2_000, refusalFloorMs: 0 };
    const server = await listen({ ...common, address: "127.0.0.1:0", identity, authenticate, limits, ...options });
    onTestFinished(() => server.close({ drain: 0 }));
    return server;
  };
  const dial = (address: string, options: Partial<ConnectOptions> = {}) =>
    connect({ ...common, address, server: identity.publicKey, authenticate: sharedKey("alice", key), ...options });
  return { cipher, folder, key, wrongKey, plaintext, passphrase, pem, secrets, serve, dial, evidence: new Evidence() };
}

const isMessage: (...packet: Parameters<Tamper>) => boolean = (_, direction, index) =>
  direction === "to server" && index === 2;

const forging: Tamper = (packet, direction, index) => {
  if (isMessage(packet, direction, index)) packet[packet.length - 1] = (packet.at(-1) ?? 0) ^ 1;
  return [packet];
};

const repeating: Tamper = (packet, ...at) => (isMessage(packet, ...at) ? [packet, packet] : [packet]);

const cutting: Tamper = (packet, ...at) => (isMessage(packet, ...at) ? undefined : [packet]);

/** Says these bytes to a server, which is no handshake. Rejects when it is turned away, as it should be. */
async function speak(address: string, bytes: Uint8Array): Promise<never> {
  const { hostname, port } = new URL(`tcp://${address}`);
  const socket = connectTcp(Number(port), hostname).on("error", () => {});
  socket.write(bytes);
  await once(socket, "close");
  throw new Error("turned away");
}

async function file(folder: string, name: string, contents: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), contents);
  return join(folder, name);
}

async function failureOf(attempt: Promise<unknown> | (() => unknown), what = "the attempt"): Promise<unknown> {
  try {
    await (typeof attempt === "function" ? attempt() : attempt);
  } catch (error) {
    return error;
  }
  return expect.fail(`${what} went well`);
}
