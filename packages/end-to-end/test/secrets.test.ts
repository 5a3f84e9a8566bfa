import { once } from "node:events";
import { inspect } from "node:util";
import { connect, generateSharedKey, listen, sharedKey, sharedKeys } from "@countersign/core";
import { tcp } from "@countersign/transport-tcp";
import { describe, expect, it } from "vitest";
import { ciphers } from "./combinations.ts";
import { startRelay } from "./relay.ts";

const plaintext = "the-plaintext-that-nobody-may-see";

// spec: A-3
describe.each(Object.keys(ciphers) as (keyof typeof ciphers)[])("%s over TCP: no error", (cipherName) => {
  it("shows a key or a plaintext, however closely it is looked at", async () => {
    const cipher = await ciphers[cipherName]();
    const identity = await cipher.generateIdentity();
    const keys = [generateSharedKey(), generateSharedKey()] as const;
    const errors: unknown[] = [];
    await using server = await listen({
      transport: tcp(),
      address: "127.0.0.1:0",
      cipher,
      identity,
      authenticate: sharedKeys((name) => (name === "broken" ? plaintext : keys[0])),
      limits: { maxMessageBytes: 2_000 },
    });
    server.on("refused", (error) => errors.push(error));
    const dial = async (address: string, name: string, key: string) =>
      connect({
        transport: tcp(),
        address,
        cipher,
        server: identity.publicKey,
        authenticate: sharedKey(name, key),
      });

    errors.push(await dial(server.address, "alice", keys[1]).catch(own));
    errors.push(await dial(server.address, "broken", keys[1]).catch(own));
    errors.push(await dial(server.address, "alice", `${keys[0]}!`).catch(own));
    errors.push(await dial(server.address, "alice", plaintext.slice(0, 20)).catch(own));

    const session = await dial(server.address, "alice", keys[0]);
    errors.push(attempt(() => session.send(plaintext.repeat(100))));
    session.abort(new Error("enough"));
    errors.push(await session.send(plaintext).catch(own));

    await using relay = await startRelay(server.address, (packet, direction, index) => {
      if (direction === "to server" && index === 2) packet[packet.length - 1] = (packet.at(-1) ?? 0) ^ 1;
      return [packet];
    });
    const accepted = once(server, "session");
    const tampered = await dial(relay.address, "alice", keys[0]);
    const [serverSide] = await accepted;
    const ends = [once(serverSide, "close"), once(tampered, "close")];
    await tampered.send(plaintext);
    errors.push(...(await Promise.all(ends)).flat());

    expect(errors.filter((error) => error instanceof Error).length).toBeGreaterThanOrEqual(9);
    const everything = errors.map((error) => inspect(error, { depth: 20, showHidden: true, maxStringLength: null }));
    for (const text of everything) {
      expect(text).not.toContain(plaintext);
      expect(text).not.toContain(plaintext.slice(0, 20));
      for (const key of keys) for (const form of forms(key)) expect(text).not.toContain(form);
    }
  });
});

/** The ways in which bytes show themselves when they are printed, at least eight of them in a row. */
function forms(key: string): string[] {
  const bytes = Buffer.from(key, "base64url");
  const first = bytes.subarray(0, 8);
  return [key, bytes.toString("hex").slice(0, 16), first.join(", "), inspect(first).slice(8, -1)];
}

function own(error: unknown): unknown {
  return error;
}

function attempt(body: () => unknown): unknown {
  try {
    return body();
  } catch (error) {
    return error;
  }
}
