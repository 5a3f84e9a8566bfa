import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PageServer, startPageServer } from "../../src/wire/serve/page-server.ts";

let page: PageServer;
beforeAll(async () => {
  page = await startPageServer(0);
});
afterAll(() => page[Symbol.asyncDispose]());

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: NodeJS.Dict<string | string[]>;
}

/** As any program could send it: fetch would not let us choose Host. */
function send(path: string, headers: Readonly<Record<string, string>> = {}, body?: string): Promise<Answer> {
  const url = new URL(page.url);
  return new Promise((resolve, reject) => {
    const method = body === undefined ? "GET" : "POST";
    const request = httpRequest({ host: "127.0.0.1", port: url.port, path, method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers }));
    });
    request.on("error", reject).end(body);
  });
}

const path = () => new URL(page.url).pathname;
const origin = () => new URL(page.url).origin;
const host = () => new URL(page.url).host;
const json = () => ({ origin: origin(), "content-type": "application/json" });
const hold = JSON.stringify({ do: "hold", on: false });

describe("the wire page is served", () => {
  it("to who has its address, under a policy that lets nothing else in", async () => {
    const { status, body, headers } = await send(path());
    expect(status).toBe(200);
    expect(body).toContain("<h1>The wire</h1>");
    expect(body).not.toMatch(/<script(?! type="module" src="app\.js">)|<style|style=|\son\w+=/);
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("no-referrer");
    expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
  });

  it("and takes its orders", async () => {
    expect((await send(`${path()}order`, json(), hold)).status).toBe(204);
  });

  it("not without the token", async () => {
    for (const wrong of ["/", "/index.html", "/events", "/order", `/${"x".repeat(22)}/`, path().slice(0, -2)]) {
      expect((await send(wrong)).status, wrong).toBe(404);
      expect((await send(wrong, json(), hold)).status, wrong).toBe(404);
    }
  });

  it("not under another name, as a rebound DNS name would have it", async () => {
    for (const name of ["evil.example", `evil.example:${new URL(page.url).port}`, "127.0.0.1", "127.0.0.1:1"]) {
      expect((await send(path(), { host: name })).status, name).toBe(403);
    }
    const named = `localhost:${new URL(page.url).port}`;
    expect((await send(path(), { host: named })).status).toBe(200);
  });

  it("not to pages of other origins", async () => {
    const others = ["http://evil.example", "null", `http://localhost:${new URL(page.url).port}`, `https://${host()}`];
    for (const other of others) {
      expect((await send(`${path()}order`, { ...json(), origin: other }, hold)).status, other).toBe(403);
    }
    const { origin: _, ...without } = json();
    expect((await send(`${path()}order`, without, hold)).status).toBe(403);
    expect((await send(`${path()}events`, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await send(`${path()}order`, { ...json(), "content-type": "text/plain" }, hold)).status).toBe(415);
  });

  it("not a file beside its own", async () => {
    for (const beside of ["../serve/files.ts", "..%2f..%2fpackage.json", "app.ts", "%00", "order", "constructor"]) {
      expect((await send(`${path()}${beside}`)).status, beside).toBe(404);
    }
  });

  it.each([
    ["no JSON", ""],
    ["An object", "7"],
    ["no such order", '{"do":"dance"}'],
    ["no such order", '{"do":"constructor"}'],
    ["An object", '{"do":"open"}'],
    ["tcp, udp", '{"do":"open","settings":{"transport":"pigeon"}}'],
    ["Text", '{"do":"say","side":"client"}'],
    ["at most 8192", `{"do":"say","side":"client","text":"${"x".repeat(9_000)}"}`],
    ["no session", '{"do":"say","side":"client","text":"early"}'],
    ["0 to 0.5", '{"do":"weather","weather":{"loss":2,"delayMs":0,"reordering":0}}'],
    ["number of a packet", '{"do":"release","packet":"1","how":"pass"}'],
    ["Open a session first", '{"do":"attack","tool":"tamper","direction":"to server"}'],
    ["too much", " ".repeat(70_000)],
  ])('and refuses an order with "%s"', async (reason, body) => {
    const answer = await send(`${path()}order`, json(), body);
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 400,
      body: expect.stringContaining(reason),
    });
  });
});

it("says that a port is taken", async () => {
  await expect(startPageServer(Number(new URL(page.url).port))).rejects.toMatchObject({
    code: "ERR_COUNTERSIGN_LISTEN",
  });
});
