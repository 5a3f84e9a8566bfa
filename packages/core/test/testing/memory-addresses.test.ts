import { describe, expect, it } from "vitest";
import { memory } from "../../src/testing/memory.ts";
import { accepting, type End, only, started } from "./memory-pair.ts";
import { send } from "./recording-sink.ts";

describe("memory: addresses", () => {
  it("assigns a fresh address to a listener that asks for one", async () => {
    const transport = memory();
    const host = accepting((link) => link.abort());
    await transport.listen("memory:1", host);
    const addresses = [await transport.listen("memory:0", host), await transport.listen("memory:0", host)];
    expect(addresses.map((listener) => listener.address)).toEqual(["memory:2", "memory:3"]);
  });

  it("rejects a dial to where nobody listens, with a link error", async () => {
    const transport = memory();
    await expect(transport.dial("memory:nobody")).rejects.toMatchObject({
      name: "LinkError",
      code: "ERR_COUNTERSIGN_CONNECT",
    });
    const { address } = await transport.listen("memory:0", accepting(started));
    await expect(memory().dial(address)).rejects.toMatchObject({ code: "ERR_COUNTERSIGN_CONNECT" });
  });

  it.each(["", "memory", "memory:", "memory:a b", "tcp:1", "xmemory:1", "memory:1\n"])(
    "refuses the malformed address %j",
    async (address) => {
      const invalid = { name: "UsageError", code: "ERR_COUNTERSIGN_INVALID_ADDRESS" };
      await expect(memory().dial(address)).rejects.toMatchObject(invalid);
      await expect(memory().listen(address, accepting(started))).rejects.toMatchObject(invalid);
    },
  );

  it("refuses to dial the address that asks for a free one", async () => {
    await expect(memory().dial("memory:0")).rejects.toMatchObject({ code: "ERR_COUNTERSIGN_INVALID_ADDRESS" });
  });

  it("lets one listener at a time have an address", async () => {
    const transport = memory();
    const first = await transport.listen("memory:a", accepting(started));
    await expect(transport.listen("memory:a", accepting(started))).rejects.toMatchObject({
      code: "ERR_COUNTERSIGN_LISTEN",
    });
    await first.close();
    const second = await transport.listen("memory:a", accepting(started));
    await first.close();
    await expect(transport.dial(second.address)).resolves.toBeDefined();
  });

  it("rejects with the reason of an aborted signal, before and during the dial", async () => {
    const transport = memory();
    const accepted: End[] = [];
    await transport.listen(
      "memory:a",
      accepting((link) => accepted.push(started(link))),
    );
    const reason = new Error("changed my mind");
    await expect(transport.dial("memory:a", { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const dialling = transport.dial("memory:a", { signal: controller.signal });
    controller.abort(reason);
    await expect(dialling).rejects.toBe(reason);
    expect(accepted).toEqual([]);
  });

  it("leaves open links alone when the listener closes", async () => {
    const transport = memory();
    const accepted: End[] = [];
    const listener = await transport.listen(
      "memory:0",
      accepting((link) => accepted.push(started(link))),
    );
    const client = started(await transport.dial(listener.address));
    await listener.close();
    await expect(transport.dial(listener.address)).rejects.toMatchObject({ code: "ERR_COUNTERSIGN_CONNECT" });
    send(client.link, "still here");
    await client.link.close();
    expect(only(accepted).sink.events).toEqual(["still here", "<turn end>", "<end>"]);
  });

  it("ends the client's link when the host aborts it at once", async () => {
    const transport = memory();
    await transport.listen(
      "memory:a",
      accepting((link) => link.abort()),
    );
    const client = started(await transport.dial("memory:a"));
    await client.link.close();
    expect(client.sink.events).toEqual(["<end>"]);
    expect(client.sink.cause).toMatchObject({ code: "ECONNRESET" });
  });
});
