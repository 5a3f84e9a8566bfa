import { describe, expect, it } from "vitest";
import { Theatre } from "./fixtures/theatre.ts";

const settings = { transport: "tcp", cipher: "sealed-box", authentication: "shared-key" };

async function waiting(theatre: Theatre): Promise<number> {
  const held = () => theatre.packets.find(({ fate }) => fate === "held");
  await theatre.until(() => held() !== undefined, "a packet waits");
  return held()?.number ?? 0;
}

describe("a handshake that is held, packet by packet", () => {
  it.each(["tcp", "udp"])("goes on over %s when each is let pass", async (transport) => {
    await using theatre = new Theatre();
    await theatre.order({ do: "hold", on: true });
    await theatre.order({ do: "open", settings: { ...settings, transport } });
    const kinds: string[] = [];
    while (theatre.stage.snapshot().stand.phase !== "open") {
      const number = await waiting(theatre);
      kinds.push(theatre.packets.find((each) => each.number === number)?.kind ?? "");
      expect(theatre.stage.snapshot().stand.phase).toBe("opening");
      await theatre.order({ do: "release", packet: number, how: "pass" });
      await theatre.until(() => {
        const { stand, packets } = theatre.stage.snapshot();
        return stand.phase === "open" || packets.some(({ fate }) => fate === "held");
      }, "it goes on");
    }
    expect(kinds.filter((kind, index) => kinds.indexOf(kind) === index)).toEqual(["HELLO", "ACCEPT", "authentication"]);
  });

  it("fails when HELLO is changed, and both sides say why", async () => {
    await using theatre = new Theatre();
    await theatre.order({ do: "hold", on: true });
    await theatre.order({ do: "open", settings });
    await theatre.order({ do: "release", packet: await waiting(theatre), how: "change" });
    await theatre.order({ do: "hold", on: false });
    await theatre.until(() => theatre.stage.snapshot().stand.phase === "ended", "it fails");
    const codes = theatre.lines.filter(({ kind }) => kind === "trouble").map(({ code }) => code);
    expect(codes).toContain("ERR_COUNTERSIGN_HANDSHAKE");
  });
});

it("a packet that is sent twice counts once over UDP", async () => {
  await using theatre = await Theatre.open({ transport: "udp" });
  await theatre.order({ do: "hold", on: true });
  await theatre.order({ do: "say", side: "client", text: "twice" });
  await theatre.order({ do: "release", packet: await waiting(theatre), how: "twice" });
  await theatre.order({ do: "hold", on: false });
  await theatre.sees("server", "twice");
  await theatre.until(() => {
    return theatre.stage.conversation?.server.counters()?.packetsReplayed === 1;
  }, "the copy is counted");
  expect(theatre.lines.filter(({ kind }) => kind === "heard")).toHaveLength(1);
});

it("a packet that does not wait cannot be let go", async () => {
  await using theatre = await Theatre.open({});
  await expect(theatre.order({ do: "release", packet: 1, how: "pass" })).rejects.toThrow("does not wait");
});

it("the network loses packets, and nothing that was said", async () => {
  await using theatre = await Theatre.open({ transport: "udp" });
  await theatre.order({ do: "weather", weather: { loss: 0.2, delayMs: 10, reordering: 0.2 } });
  const heard: number[] = [];
  const { client, server } = theatre.stage.conversation ?? {};
  server?.session?.on("message", (message) => heard.push(Number.parseInt(String(message), 10)));
  await theatre.order({ do: "burst", side: "client" });
  await theatre.sees("server", "200 of 200");
  expect(heard).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  await theatre.until(() => (client?.counters()?.packetsLost ?? 0) > 0, "losses are counted");
  expect(client?.counters()?.roundTripMs).toBeGreaterThan(15);
});
