import { describe, expect, it } from "vitest";
import type { Authenticated, AuthStep } from "../../src/authenticator.ts";
import { lv8, utf8 } from "../../src/bytes.ts";
import { AuthMessage } from "../../src/wire.ts";
import { authenticate, exchanges, scripted } from "../fixtures/auth-pair.ts";
import { peerError } from "../fixtures/failure.ts";

const result: Authenticated = { peer: { name: "someone", mechanism: "scripted" } };
const more = (text: string): AuthStep => ({ kind: "continue", send: utf8(text) });
const done = (text?: string): AuthStep => ({ kind: "done", result, ...(text !== undefined && { send: utf8(text) }) });
const message = (kind: number, body: Uint8Array = new Uint8Array()) => ({ kind, body, bytes: new Uint8Array() });
const begin = message(AuthMessage.begin, lv8(utf8("scripted")));

const outOfTurn = peerError("ERR_COUNTERSIGN_PROTOCOL");

describe("an authentication", () => {
  // spec: A-1
  it("is BEGIN with the mechanism's name, CONTINUE back and forth, and WELCOME", async () => {
    const [heardByClient, heardByServer]: [string[], string[]] = [[], []];
    const { client, server } = exchanges(scripted("client", [more("c1"), more("c2"), done()], heardByClient), [
      scripted("server", [more("s1"), done("s2")], heardByServer),
    ]);
    const { messages, ...sides } = await authenticate(client, server);
    expect(messages.map(({ kind }) => kind)).toEqual([
      AuthMessage.begin,
      AuthMessage.continue,
      AuthMessage.continue,
      AuthMessage.welcome,
    ]);
    expect(Buffer.from(messages[0]?.body as Uint8Array).toString()).toBe("\x08scriptedc1");
    expect([heardByClient, heardByServer]).toEqual([
      ["", "s1", "s2"],
      ["c1", "c2"],
    ]);
    expect(sides).toEqual({ client: result, server: result });
  });

  it("may have nothing to say in WELCOME, and a client that was done before", async () => {
    const { client, server } = exchanges(scripted("client", [done("name")]), [scripted("server", [done()])]);
    expect(await authenticate(client, server)).toMatchObject({ client: result, server: result });
  });

  it("waits for a slow step", async () => {
    const slow = () => new Promise<AuthStep>((resolve) => setImmediate(() => resolve(done("late"))));
    const { client, server } = exchanges(scripted("client", [more("c1"), done()]), [scripted("server", [slow])]);
    expect(await authenticate(client, server)).toMatchObject({ client: result });
  });

  // spec: A-4
  it("takes 8 steps of each side at most", async () => {
    const endless = { client: scripted("client", [more("c")]), server: scripted("server", [more("s")]) };
    const { client, server } = exchanges(endless.client, [endless.server]);
    await expect(authenticate(client, server)).rejects.toEqual(outOfTurn);
    const eight = Array.from({ length: 7 }, () => more("s"));
    const enough = exchanges(scripted("client", [...Array.from({ length: 8 }, () => more("c")), done()]), [
      scripted("server", [...eight, done()]),
    ]);
    await expect(authenticate(enough.client, enough.server)).rejects.toEqual(outOfTurn); // WELCOME is the client's ninth
  });

  it.each([4_031, 4_032])("has messages of at most 4,031 bytes: %d", async (bytes) => {
    const { client, server } = exchanges(scripted("client", [more("x".repeat(bytes)), done()]), [
      scripted("server", [done()]),
    ]);
    if (bytes > 4_031) await expect(authenticate(client, server)).rejects.toThrow(RangeError);
    else await expect(authenticate(client, server)).resolves.toBeDefined();
  });
});

describe("the client", () => {
  const client = (...steps: AuthStep[]) => exchanges(scripted("client", steps), []).client;

  it.each([AuthMessage.begin, 0, 4])("refuses a message of kind %d", async (kind) => {
    const side = client(more("c1"), done());
    await side.begin();
    await expect(side.advance(message(kind))).rejects.toEqual(outOfTurn);
  });

  it("refuses WELCOME before its mechanism is content", async () => {
    const side = client(more("c1"), more("c2"), done());
    await side.begin();
    await expect(side.advance(message(AuthMessage.welcome))).rejects.toEqual(outOfTurn);
  });

  it("refuses a mechanism that has something to say after WELCOME", async () => {
    const side = client(more("c1"), done("too late"));
    await side.begin();
    await expect(side.advance(message(AuthMessage.welcome))).rejects.toEqual(outOfTurn);
  });

  it("refuses to go on when its mechanism is done", async () => {
    const side = client(done("c1"));
    await side.begin();
    await expect(side.advance(message(AuthMessage.continue))).rejects.toEqual(outOfTurn);
  });

  it("refuses a mechanism that falls silent in the middle", async () => {
    const side = client(more("c1"), done());
    await side.begin();
    await expect(side.advance(message(AuthMessage.continue))).rejects.toEqual(outOfTurn);
  });
});

describe("the server", () => {
  const server = (...steps: AuthStep[]) => exchanges(scripted("client", []), [scripted("server", steps)]).server;

  it.each([AuthMessage.continue, AuthMessage.welcome, 0])(
    "refuses to begin with a message of kind %d",
    async (kind) => {
      await expect(server(done()).advance(message(kind))).rejects.toEqual(outOfTurn);
    },
  );

  it("refuses a second BEGIN", async () => {
    const side = server(more("s1"), done());
    await side.advance(begin);
    await expect(side.advance(begin)).rejects.toEqual(outOfTurn);
  });

  it("refuses anything after WELCOME", async () => {
    const side = server(done());
    expect((await side.advance(begin)).authenticated).toEqual(result);
    await expect(side.advance(message(AuthMessage.continue))).rejects.toEqual(outOfTurn);
  });

  it("refuses a mechanism that it does not offer", async () => {
    const unknown = message(AuthMessage.begin, lv8(utf8("other")));
    await expect(server(done()).advance(unknown)).rejects.toEqual(peerError("ERR_COUNTERSIGN_MECHANISM"));
  });

  it.each([
    ["cut off", Uint8Array.of(9, 115)],
    ["empty", new Uint8Array()],
    ["not UTF-8", lv8(Uint8Array.of(0xff))],
  ])("refuses a mechanism's name that is %s", async (_how, body) => {
    await expect(server(done()).advance(message(AuthMessage.begin, body))).rejects.toEqual(outOfTurn);
  });
});
