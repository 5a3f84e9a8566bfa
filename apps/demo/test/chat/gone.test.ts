import { describe, it } from "vitest";
import { Chat } from "./fixtures/chat.ts";

// At once: over UDP they wait for the idle time limit.
describe.concurrent("pnpm demo chat", () => {
  it.for([
    ["tcp", /\* bob is gone: the connection broke\n/, /bob is gone: .*\(ERR_COUNTERSIGN_TRUNCATED\)/],
    ["udp", /\* bob is gone: there was no sign of life any more\n/, /bob is gone: .*\(ERR_COUNTERSIGN_IDLE_TIMEOUT\)/],
  ] as const)("over %s tells the others when a client is killed, and goes on", async ([transport, told, logged]) => {
    await using chat = await Chat.start(["alice", "bob"], { transport });
    const alice = await chat.joined("alice");
    const bob = await chat.joined("bob");
    bob.kill("SIGKILL");
    await alice.sees(told);
    await chat.server.sees(logged);
    alice.types("/who");
    await alice.sees(/^\* Here: alice$/m);
  });

  it.for([
    ["tcp", "udp", /\(ERR_COUNTERSIGN_CONNECT\)\nIs the server running\? .*--transport/],
    ["udp", "tcp", /\(ERR_COUNTERSIGN_CONNECT\)\nIs the server running\? .*--transport/],
  ] as const)(
    "over %s tells who tries to join a server over %s that it is not there",
    async ([transport, other, told], { expect }) => {
      await using chat = await Chat.start(["alice"], { transport: other });
      const alice = chat.join("alice", { flags: ["--transport", transport] });
      expect(await alice.end()).toBe(1);
      expect(alice.errors).toMatch(told);
    },
  );
});
