import type { Socket } from "node:dgram";
import { on, once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { type Conditions, calm } from "../../src/relay/conditions.ts";
import { openRelay, type Relay } from "../../src/relay/relay.ts";
import { openDatagramSocket } from "../../src/subjects/datagram-socket.ts";

const open: { close(): void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

/** A server that echoes, and so many clients of a relay before it. */
async function stage(conditions: Partial<Conditions>, clients: number, seed = 11) {
  const server = await openDatagramSocket();
  const seen: string[] = [];
  server.on("message", (packet, { address, port }) => {
    seen.push(`${port} ${packet}`);
    server.send(packet, port, address);
  });
  const target = `127.0.0.1:${server.address().port}`;
  const relay = await openRelay({ conditions: { ...calm, ...conditions }, seed, target });
  const sockets = await Promise.all(Array.from({ length: clients }, () => openDatagramSocket(relay.address)));
  open.push(...sockets, relay, server);
  return { relay, sockets, seen };
}

async function echo(socket: Socket, text: string): Promise<string> {
  const answer = once(socket, "message");
  socket.send(text);
  return String((await answer)[0]);
}

describe("openRelay", () => {
  it("carries datagrams there and back, each client's from a port of its own", async () => {
    const { sockets, seen, relay } = await stage({}, 2);
    const [one, two] = sockets as [Socket, Socket];
    expect([await echo(one, "a"), await echo(two, "b"), await echo(one, "c")]).toEqual(["a", "b", "c"]);
    const ports = seen.map((line) => line.split(" ")[0]);
    expect(ports[0]).toBe(ports[2]);
    expect(ports[0]).not.toBe(ports[1]);
    expect(relay.counts()).toEqual({ received: 6, lost: 0, heldBack: 0, congested: 0, overflowed: 0 });
  });

  it("loses the same packets for the same seed", async () => {
    const [first, again, other] = [await survivors(5), await survivors(5), await survivors(6)];
    expect(first.length).toBeGreaterThan(50);
    expect(first.length).toBeLessThan(150);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  async function survivors(seed: number): Promise<string[]> {
    const { sockets, relay } = await stage({ loss: 0.3 }, 1, seed);
    const [socket] = sockets as [Socket];
    const arrived: string[] = [];
    socket.on("message", (packet) => arrived.push(String(packet)));
    for (let packet = 0; packet < 200; packet++) socket.send(String(packet));
    await settled(relay, 200);
    // Behind everything that is still on its way.
    const quiet = on(socket, "message", { signal: AbortSignal.timeout(200) });
    await quiet.next().catch(() => {});
    return arrived;
  }
});

/** Resolves when the relay has received what came from the client, and the echoes of what it let pass. */
async function settled(relay: Relay, sent: number): Promise<void> {
  for (;;) {
    const { received, lost } = relay.counts();
    if (received >= sent && received - sent >= sent - lost) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
