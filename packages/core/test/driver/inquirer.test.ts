import { describe, expect, it, onTestFinished } from "vitest";
import { type InquiryOptions, inquire } from "../../src/driver/inquirer.ts";
import { encodeKeys } from "../../src/handshake/keys.ts";
import { encodeReject } from "../../src/handshake/reject.ts";
import { anyone, type LinkHost, type LinkSink, listen, systemClock } from "../../src/index.ts";
import { memory, simulatedNetwork, type Tap, virtualClock } from "../../src/testing/index.ts";
import { HandshakeType } from "../../src/wire.ts";
import { cipher, identity, random } from "../fixtures/handshake-pair.ts";
import { hex } from "../fixtures/hex.ts";

const timeoutMs = 10_000;

async function lossy(options: { readonly onPacket?: Tap; readonly loss?: number; readonly seed?: number } = {}) {
  const clock = virtualClock();
  const network = simulatedNetwork({ seed: 1, clock, hints: true, ...options });
  const common = { transport: network.transport(), cipher, clock };
  const server = await listen({ ...common, address: "sim:0", identity, authenticate: anyone() });
  const ask = (other: Partial<InquiryOptions> = {}) => {
    const asking = inquire({ ...common, address: server.address, random, timeoutMs, signal: undefined, ...other });
    asking.catch(() => {});
    return asking;
  };
  return { clock, network, server, ask };
}

// spec: H-27
describe("inquire, on a lossy link,", () => {
  it("has the server's keys, and leaves no link, however much is lost", async () => {
    for (let seed = 1; seed <= 30; seed++) {
      const { clock, network, ask, server } = await lossy({ seed, loss: 0.3 });
      const keys = await clock.runUntilSettled(ask(), timeoutMs + 100);
      expect(
        keys.map(({ encoded }) => hex(encoded)),
        `seed ${seed}`,
      ).toEqual([hex(identity.publicKey.encoded)]);
      await clock.advance(1);
      expect([network.clients, server.stats().halfOpen]).toEqual([[], 0]);
    }
  });

  it("ends in time when nothing comes through, and names what anybody said of it", async () => {
    const mute = await lossy({ onPacket: (packet, way) => (way === "client-to-server" ? undefined : packet) });
    const asking = mute.ask();
    await expect(mute.clock.runUntilSettled(asking, timeoutMs + 100)).rejects.toMatchObject({
      code: "ERR_COUNTERSIGN_HANDSHAKE_TIMEOUT",
    });
    expect(mute.network.clients).toEqual([]);

    const busy = await lossy({
      onPacket: (packet, way) => {
        if (way === "client-to-server" || packet[0] !== HandshakeType.keys) return packet;
        return encodeReject({ clientId: packet.subarray(2, 10), code: 4, versions: [1], suites: [] });
      },
    });
    await expect(busy.clock.runUntilSettled(busy.ask(), timeoutMs + 100)).rejects.toMatchObject({
      code: "ERR_COUNTERSIGN_BUSY",
    });
    expect(busy.clock.now()).toBeGreaterThanOrEqual(timeoutMs);
  });

  // spec: H-21
  it("hears at once when nobody is there", async () => {
    const { clock, network, ask } = await lossy();
    await expect(clock.runUntilSettled(ask({ address: "sim:nobody" }), 1_000)).rejects.toMatchObject({
      code: "ERR_COUNTERSIGN_CONNECT",
    });
    expect(network.clients).toEqual([]);
  });

  it("is given up with its signal, before the link is there and after", async () => {
    const { clock, network, ask } = await lossy({ loss: 1 });
    const control = new AbortController();
    const asking = ask({ signal: control.signal });
    await clock.advance(700);
    expect(network.clients).toHaveLength(1);
    control.abort(new Error("enough"));
    await expect(asking).rejects.toThrow("enough");
    await expect(ask({ signal: control.signal })).rejects.toThrow("enough");
    expect(network.clients).toEqual([]);
  });

  it("takes the first answer, and nothing of what comes after it", async () => {
    const other = cipher.ephemeralKem.generate().publicKey.encoded;
    const { clock, ask } = await lossy({
      onPacket: (packet, way) => {
        if (way === "client-to-server") return packet;
        return [packet, encodeKeys({ clientId: packet.subarray(2, 10), keys: [other] })];
      },
    });
    const keys = await clock.runUntilSettled(ask(), 1_000);
    expect(keys.map(({ encoded }) => hex(encoded))).toEqual([hex(identity.publicKey.encoded)]);
    await clock.advance(1_000);
  });
});

describe("inquire, on a reliable link,", () => {
  /** Somebody who hears the question, and does with its link what the test says. */
  async function answering(answer: (link: Parameters<LinkHost["accept"]>[0], question: Uint8Array) => void) {
    const transport = memory();
    const host: LinkHost = {
      screen: () => "ignore",
      handleFault() {},
      accept(link) {
        const sink: LinkSink = {
          handlePacket: (packet) => answer(link, Uint8Array.from(packet)),
          handleTurnEnd() {},
          handleWritable() {},
          handleHint() {},
          handleEnd() {},
        };
        link.start(sink);
      },
    };
    const listener = await transport.listen("memory:0", host);
    onTestFinished(() => listener.close());
    const clock = virtualClock();
    return inquire({ transport, address: listener.address, cipher, clock, random, timeoutMs, signal: undefined });
  }

  it("has the server's keys, and the server ends the link", async () => {
    const transport = memory();
    const server = await listen({ transport, address: "memory:0", cipher, identity, authenticate: anyone() });
    onTestFinished(() => server.close());
    const refused: unknown[] = [];
    server.on("refused", (error) => refused.push(error));
    const options = {
      transport,
      address: server.address,
      cipher,
      clock: systemClock,
      random,
      timeoutMs,
      signal: undefined,
    };
    const keys = await inquire(options);
    expect(keys.map(({ encoded }) => hex(encoded))).toEqual([hex(identity.publicKey.encoded)]);
    expect(server.stats()).toMatchObject({ sessions: 0, halfOpen: 0, strangersIgnored: 0 });
    expect(refused).toEqual([]);
  });

  it("fails when the link ends, or something else comes", async () => {
    await expect(answering((link) => link.abort())).rejects.toMatchObject({ code: "ERR_COUNTERSIGN_TRUNCATED" });
    const echo = answering((link, question) => {
      link.reserve(question.length)?.set(question);
      link.commit(question.length);
      link.flush();
    });
    await expect(echo).rejects.toMatchObject({ code: "ERR_COUNTERSIGN_NOT_COUNTERSIGN" });
  });
});
