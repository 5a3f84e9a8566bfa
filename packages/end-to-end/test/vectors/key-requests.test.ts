import { anyone, listen, type Server } from "@countersign/core";
import { tcp } from "@countersign/transport-tcp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ciphers } from "../combinations.ts";
import { Road } from "../strangers-peer/road.ts";
import { readVectors } from "./file.ts";
import { serverIdentity } from "./server-keys.ts";

interface KeyRequestVector {
  readonly comment: string;
  readonly request: string;
  readonly answer?: string;
  readonly result: string;
}

// spec: W-5, W-12, W-13, H-25
describe("to one KEYREQ of key-requests.json a server answers", () => {
  let server: Server;

  beforeAll(async () => {
    const cipher = await ciphers["sealed-box"]();
    const identity = await serverIdentity(cipher, "sealed-box");
    server = await listen({ transport: tcp(), address: "127.0.0.1:0", cipher, identity, authenticate: anyone() });
  });
  afterAll(() => server.close());

  it.concurrent.each(readVectors<KeyRequestVector>("key-requests"))(
    "$result: $comment",
    async ({ request, answer, result }) => {
      await using road = await Road.to(server.address);
      road.send(Buffer.from(request, "hex"));
      const received = await road.receive();
      expect(nameOf(received)).toBe(result);
      if (answer) expect(received?.toString("hex")).toBe(answer);
      expect(await road.receive(), "the end of the link").toBeUndefined();
    },
  );
});

function nameOf(answer: Buffer | undefined): string {
  if (!answer) return "nothing";
  if (answer[0] === 0xc6) return "keys";
  return answer[0] === 0xc4 ? `reject ${answer[10]}` : answer.toString("hex");
}
