import { describe, expect, it } from "vitest";
import { type Advance, ClientExchange, type Exchange, ServerExchange } from "../../src/auth/exchange.ts";
import { sharedKey, sharedKeys } from "../../src/auth/hmac.ts";
import { AuthenticationReader, encodeAuthenticationMessage } from "../../src/auth/message.ts";
import { anyone } from "../../src/auth/none.ts";
import type { PeerError } from "../../src/errors.ts";
import { AuthMessage } from "../../src/wire.ts";
import { drawing } from "../fixtures/drawn.ts";
import { fromHex, hex } from "../fixtures/hex.ts";
import { vectors } from "../fixtures/vectors.ts";

interface Attempt {
  readonly binding: string;
  readonly challenge: string;
  readonly name: string;
  readonly sharedKey: string;
  readonly nonce: string;
  readonly client: string;
  readonly server: string;
  readonly mechanismSecret?: string;
  readonly result: string;
}

// spec: W-6, A-1, A-2, A-4, A-5, A-6
describe("authentication-client.json: a server answers", () => {
  it.each(vectors<Attempt>("authentication-client"))("$result: $comment", async ({ name, result, ...vector }) => {
    const key = fromHex(vector.sharedKey);
    const context = { role: "server", ...given(vector), random: drawing(Buffer.alloc(32, 0xfa)) } as const;
    const server = new ServerExchange([sharedKeys({ [name]: key }), anyone()], context);
    const answer = await outcome(server, fromHex(vector.client));
    expect(answer.result ?? (answer.send?.kind === AuthMessage.welcome ? "welcome" : "continue")).toBe(result);
    expect(answer.send && hex(encodeAuthenticationMessage(answer.send.kind, answer.send.body))).toBe(vector.server);
    expect(answer.authenticated?.secret && hex(answer.authenticated.secret)).toBe(vector.mechanismSecret);
  });
});

// spec: W-6, A-1, A-2, A-4
describe("authentication-server.json: a client answers", () => {
  it.each(vectors<Attempt>("authentication-server"))("$result: $comment", async ({ name, result, ...vector }) => {
    const context = { role: "client", ...given(vector), random: drawing(fromHex(vector.nonce)) } as const;
    const client = new ClientExchange(sharedKey(name, fromHex(vector.sharedKey)), context);
    const { kind, body } = (await client.begin()).send as { kind: number; body: Uint8Array };
    expect(hex(encodeAuthenticationMessage(kind, body))).toBe(vector.client);
    const answer = await outcome(client, fromHex(vector.server));
    expect(answer.result ?? (answer.authenticated ? "authenticated" : "continue")).toBe(result);
    if (result === "authenticated")
      expect(hex(answer.authenticated?.secret as Uint8Array)).toBe(vector.mechanismSecret);
  });
});

const given = ({ binding, challenge }: Pick<Attempt, "binding" | "challenge">) => ({
  binding: fromHex(binding),
  challenge: fromHex(challenge),
});

/** What becomes of a stream of messages, and the code of the CLOSE that refuses it. */
async function outcome(exchange: Exchange, stream: Uint8Array): Promise<Advance & { readonly result?: string }> {
  try {
    const message = new AuthenticationReader().push(stream);
    return message ? await exchange.advance(message) : { result: "waits" };
  } catch (error) {
    const { code } = error as PeerError;
    expect(code).toMatch(/^ERR_COUNTERSIGN_/);
    return { result: code === "ERR_COUNTERSIGN_AUTHENTICATION" ? "close 1" : "close 2" };
  }
}
