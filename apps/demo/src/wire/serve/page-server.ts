import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { LinkError, UsageError } from "@countersign/core";
import { pcapngOf } from "../export/pcapng-of.ts";
import { Stage } from "../stage/stage.ts";
import { type Admission, admit } from "./admission.ts";
import { EventStream } from "./event-stream.ts";
import { type PageFile, pageFiles } from "./files.ts";
import { readOrder } from "./order.ts";

export interface PageServer extends AsyncDisposable {
  /** The whole address, with the token. */
  readonly url: string;
}

/**
 * Serves the wire page on 127.0.0.1 to who has its address. Port 0 takes any that is free.
 * Rejects with LinkError ERR_COUNTERSIGN_LISTEN.
 */
export async function startPageServer(port: number): Promise<PageServer> {
  const files = await pageFiles();
  const token = randomBytes(16).toString("base64url");
  const events = new EventStream();
  const stage = new Stage(events.publish);
  const server = createServer((request, response) => {
    const admission = admit(request, (server.address() as AddressInfo).port, token);
    response.setHeaders(new Map(Object.entries(headers)));
    if ("status" in admission) return answer(response, admission.status, admission.why);
    respond({ request, response, admission, files, events, stage }).catch((error) => {
      if (error instanceof UsageError) return answer(response, 400, error.message);
      answer(response, 500, "Something is wrong here.");
      console.error(error);
    });
  });
  // Shorter than the browser's (5 s by default) it would now and then close a connection that has just been used again.
  server.keepAliveTimeout = 600_000;
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch (cause) {
    throw new LinkError("ERR_COUNTERSIGN_LISTEN", `Cannot listen on 127.0.0.1:${port}.`, { cause });
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${token}/`,
    async [Symbol.asyncDispose]() {
      events.close();
      server.close();
      server.closeAllConnections();
      await stage[Symbol.asyncDispose]();
    },
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly admission: Admission;
  readonly files: ReadonlyMap<string, PageFile>;
  readonly events: EventStream;
  readonly stage: Stage;
}

async function respond({ request, response, admission, files, events, stage }: Exchange): Promise<void> {
  const { path, query } = admission;
  if (request.method === "POST") {
    if (path !== "order") return answer(response, 404, "There is nothing here.");
    await stage.perform(readOrder(await bodyOf(request)));
    return answer(response, 204);
  }
  if (path === "events") {
    response.writeHead(200, { "content-type": "text/event-stream" });
    return events.add(response, { type: "snapshot", snapshot: stage.snapshot() });
  }
  if (path === "packet") {
    const dissection = await stage.dissect(Number(query.get("number")));
    if (!dissection) return answer(response, 404, "This packet is not kept any more.");
    return answer(response, 200, JSON.stringify(dissection), "application/json");
  }
  if (path === "capture.pcapng") {
    if (!stage.conversation) return answer(response, 404, "Nothing was captured yet.");
    response.setHeader("content-disposition", 'attachment; filename="countersign.pcapng"');
    return answer(response, 200, pcapngOf(stage.conversation.wire.capture), "application/x-pcapng");
  }
  const file = files.get(path === "" ? "index.html" : path);
  if (!file) return answer(response, 404, "There is nothing here.");
  answer(response, 200, file.contents, file.type);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > longestBody) throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", "That is too much.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function answer(response: ServerResponse, status: number, body: string | Buffer = "", type = "text/plain"): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, { "content-type": type }).end(body);
}

const longestBody = 64 * 1024;

/** Nothing but our own files runs or is loaded, nobody frames the page, and nothing of it leaves the machine. */
const headers = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};
