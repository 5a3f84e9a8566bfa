import { describe, expect, it } from "vitest";
import { anonymous, anyone } from "../../src/auth/none.ts";
import { authenticate, exchanges } from "../fixtures/auth-pair.ts";
import { peerError } from "../fixtures/failure.ts";

// spec: A-6
describe("none", () => {
  it("admits a client without a name, and mixes no secret", async () => {
    const { client, server } = exchanges(anonymous(), [anyone()]);
    const { messages, ...sides } = await authenticate(client, server);
    expect(messages).toHaveLength(2);
    expect(sides).toEqual({ client: { peer: { mechanism: "none" } }, server: { peer: { mechanism: "none" } } });
  });

  it("refuses a step with anything in it", () => {
    const context = {
      role: "server",
      binding: Buffer.alloc(32),
      challenge: Buffer.alloc(32),
      random: Buffer.alloc,
    } as const;
    const { step } = anyone().begin(context);
    expect(() => step(Buffer.from("x"))).toThrow(peerError("ERR_COUNTERSIGN_PROTOCOL"));
  });
});
