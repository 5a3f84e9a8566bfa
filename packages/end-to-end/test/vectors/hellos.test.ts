import { anyone, listen, type Server } from "@countersign/core";
import { tcp } from "@countersign/transport-tcp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ciphers } from "../combinations.ts";
import { Road } from "../strangers-peer/road.ts";
import { readVectors } from "./file.ts";
import { serverIdentity } from "./server-keys.ts";

interface HelloVector {
  readonly comment: string;
  readonly application: string;
  readonly hello: string;
  readonly result: string;
}

// spec: W-1, W-4, W-5, W-8, H-2, H-8, H-9, H-10, H-15
describe.each(["hybrid", "sealed-box"] as const)("to one HELLO of hello-%s.json a server answers", (suite) => {
  let server: Server;

  beforeAll(async () => {
    const cipher = await ciphers[suite]();
    const limits = { refusalFloorMs: 0 };
    const identity = await serverIdentity(cipher, suite);
    const common = { transport: tcp(), address: "127.0.0.1:0", application: "chess", cipher, limits };
    server = await listen({ ...common, identity, authenticate: anyone() });
  });
  afterAll(() => server.close());

  it.concurrent.each(readVectors<HelloVector>(`hello-${suite}`))("$result: $comment", async ({ hello, result }) => {
    await using road = await Road.to(server.address);
    road.send(Buffer.from(hello, "hex"));
    expect(nameOf(await road.receive())).toBe(result);
    if (result !== "accept") expect(await road.receive(), "the end of the link").toBeUndefined();
  });
});

function nameOf(answer: Buffer | undefined): string {
  if (!answer) return "nothing";
  if (answer[0] === 0xc2) return "accept";
  return answer[0] === 0xc4 ? `reject ${answer[10]}` : answer.toString("hex");
}
