import { describe, expect, it } from "vitest";
import { measureEnvelope } from "../../src/measure/envelope.ts";
import { Peer } from "../../src/measure/peer.ts";
import { ciphers } from "../../src/subjects/ciphers.ts";
import { type EnvelopeCipher, envelopes } from "../../src/subjects/envelopes.ts";
import { inProcess } from "../../src/subjects/in-process.ts";
import type { Ends } from "../../src/subjects/subject.ts";
import { briefly } from "../fixtures/stage.ts";

/** In place of cryptography: the message behind a byte. */
async function marked(changes: Partial<EnvelopeCipher> = {}): Promise<EnvelopeCipher> {
  return {
    cipher: await ciphers.insecurePlain(),
    seal: async (_key, message) => Buffer.concat([Buffer.of(7), message]),
    open: async (_identity, envelope) => envelope.subarray(1),
    ...changes,
  };
}

async function dialOf(ends: Ends) {
  const { invitation } = await ends.serve((pipe) => new Peer(pipe));
  return ends.client(invitation);
}

describe("measureEnvelope", () => {
  it("sends every message in an envelope, and nothing beside", async () => {
    const carrier = inProcess();
    const carried: number[] = [];
    const spying: Ends = {
      serve: (accept) => carrier.serve(accept),
      client: async (invitation) => {
        const dial = await carrier.client(invitation);
        return async (sink) => {
          const pipe = await dial(sink);
          const send = (message: Buffer) => {
            carried.push(message[0] as number);
            return pipe.send(message);
          };
          return { send, close: () => pipe.close() };
        };
      },
    };
    const samples = await measureEnvelope(await dialOf(envelopes(spying, await marked())), 64, briefly);
    expect(samples.length).toBeGreaterThanOrEqual(3);
    expect(carried.length).toBeGreaterThan(samples.length);
    expect(new Set(carried)).toEqual(new Set([7]));
  });

  it("rejects when an envelope arrives with another message", async () => {
    const open: EnvelopeCipher["open"] = async (_identity, envelope) => {
      return envelope.length === 65 ? Buffer.alloc(64) : envelope.subarray(1);
    };
    const dial = await dialOf(envelopes(inProcess(), await marked({ open })));
    await expect(measureEnvelope(dial, 64, briefly)).rejects.toThrow(/message 0 arrived changed/);
  });

  it("rejects when an envelope does not open", async () => {
    const open: EnvelopeCipher["open"] = async () => {
      throw new Error("it was changed");
    };
    const dial = await dialOf(envelopes(inProcess(), await marked({ open })));
    await expect(measureEnvelope(dial, 64, briefly)).rejects.toThrow("it was changed");
  });

  it("hands messages over in order, whichever envelope opens first", async () => {
    const received: string[] = [];
    const delays = [20, 0];
    const open: EnvelopeCipher["open"] = async (_identity, envelope) => {
      await new Promise((resolve) => setTimeout(resolve, delays.shift()));
      return envelope.subarray(1);
    };
    const ends = envelopes(inProcess(), await marked({ open }));
    const done = new Promise<void>((resolve) => {
      void ends.serve(() => ({
        handleMessages(messages) {
          received.push(...messages.map(String));
          if (received.length === 2) resolve();
        },
        handleEnd() {},
      }));
    });
    const publicKey = Buffer.alloc(32, 1).toString("base64");
    const pipe = await (await ends.client({ publicKey }))({ handleMessages() {}, handleEnd() {} });
    void pipe.send(Buffer.from("first"));
    void pipe.send(Buffer.from("second"));
    await done;
    expect(received).toEqual(["first", "second"]);
  });
});
