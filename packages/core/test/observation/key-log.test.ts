import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { describe, expect, it, onTestFinished } from "vitest";
import { connect, listen } from "../../src/index.ts";
import { memory } from "../../src/testing/index.ts";
import { byKey } from "../fixtures/shared-keys.ts";
import { testCipher } from "../fixtures/test-cipher.ts";
import { uncaught } from "../fixtures/uncaught.ts";

const cipher = testCipher();
const identity = cipher.ephemeralKem.generate();

/** From the first use in this file on. */
const warnings: Error[] = [];
process.on("warning", (warning) => warnings.push(warning));

type KeyLog = (line: string) => void;

/** One session over an address of its own, which the two sides log as they were told. */
async function session(logs: { readonly client?: KeyLog; readonly server?: KeyLog; readonly signal?: AbortSignal }) {
  const common = { transport: memory(), cipher };
  const server = await listen({
    ...common,
    address: "memory:0",
    identity,
    authenticate: byKey.server.authenticators,
    insecureKeyLog: logs.server,
  });
  onTestFinished(() => server.close({ drain: 0 }));
  const client = await connect({
    ...common,
    address: server.address,
    server: identity.publicKey,
    authenticate: byKey.client.authenticator,
    insecureKeyLog: logs.client,
    signal: logs.signal,
  });
  return { client, server };
}

// spec: K-7
describe("a key log", () => {
  it("has two lines for each session, the same on both sides", async () => {
    const [ofClient, ofServer]: string[][] = [[], []];
    await session({ client: (line) => ofClient?.push(line), server: (line) => ofServer?.push(line) });
    expect(ofClient).toEqual(ofServer);
    expect(ofClient?.map((line) => line.replace(/[0-9a-f]{16} [0-9a-f]{64}$/, "…"))).toEqual([
      "COUNTERSIGN_DATA_C2S …",
      "COUNTERSIGN_DATA_S2C …",
    ]);
    const ids = ofClient?.map((line) => line.split(" ")[1]);
    expect(new Set(ids).size).toBe(1);
    const before = [...(ofClient ?? [])];
    await session({ client: (line) => ofClient?.push(line) });
    expect(ofClient?.slice(2).some((line) => before.includes(line))).toBe(false);
  });

  it("warns the process that there is one, once", async () => {
    await session({ client: () => {}, server: () => {} });
    await expect.poll(() => warnings).toMatchObject([{ name: "SecurityWarning", code: "COUNTERSIGN_KEY_LOG" }]);
  });

  it("that cannot be written harms no session: the process hears of it", async () => {
    const heard = uncaught();
    const full = new Error("the disk is full");
    const { client } = await session({
      client() {
        throw full;
      },
    });
    await client.send("still here");
    expect(heard).toEqual([full, full]);
  });

  it("that is no function is refused", async () => {
    await expect(session({ client: "keys.log" as never })).rejects.toMatchObject({
      code: "ERR_COUNTERSIGN_INVALID_ARGUMENT",
    });
  });

  it("is called outside the session's work: what it ends there ends once", async () => {
    const told: string[] = [];
    for (const last of ["established", "failed"]) {
      const name = `countersign:session:${last}`;
      const hear = () => told.push(last);
      subscribe(name, hear);
      onTestFinished(() => void unsubscribe(name, hear));
    }
    const controller = new AbortController();
    await session({ client: () => controller.abort(), signal: controller.signal }).then(
      ({ client }) => client.close(),
      () => {},
    );
    expect(controller.signal.aborted).toBe(true);
    expect(told).toHaveLength(2);
  });
});
