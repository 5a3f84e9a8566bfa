import { randomInt } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Accept, Ends } from "../../subject.ts";
import { StreamPipe } from "../stream-pipe.ts";
import type { Secure, StreamSecurity } from "../stream-security.ts";
import { openUdx, type Udx, type UdxSocket } from "./module.ts";

/**
 * Peer: the reliable streams of udx-native, which protect nothing by themselves. A stream needs to know the other's number and
 * address, so a client's first datagram says its own, and the server answers with what it chose.
 */
export async function udx(security: StreamSecurity): Promise<Ends> {
  const udx = await openUdx();
  const open = () => {
    const socket = udx.createSocket();
    socket.bind(0, "127.0.0.1");
    socket.setRecvBufferSize(bufferBytes);
    socket.setSendBufferSize(bufferBytes);
    return socket;
  };
  return {
    async serve(accept) {
      const socket = open();
      const { secure, invitation } = security.serve();
      serveClients(udx, socket, secure, accept);
      const address = `127.0.0.1:${socket.address().port}`;
      // A socket waits for its streams: for long where a client went before it had acknowledged the end, for ever where one
      // called and never came.
      const close = () => Promise.race([socket.close(), setTimeout(lingerMs)]);
      return { invitation: { ...invitation, address }, close };
    },

    async client({ address = "", ...invitation }) {
      const secure = security.client(invitation);
      const [host = "", port = ""] = address.split(":");
      return async (sink) => {
        const socket = open();
        const id = drawId();
        const stream = udx.createStream(id);
        stream.once("close", () => void socket.close());
        stream.connect(socket, await callUp(socket, id, Number(port), host), Number(port), host);
        const pipe = new StreamPipe(await secure(stream));
        pipe.read(sink);
        return pipe;
      };
    },
  };
}

function serveClients(udx: Udx, socket: UdxSocket, secure: Secure, accept: Accept): void {
  const known = new Map<string, number>();
  socket.on("message", (data, { host, port }) => {
    const theirs = data.readUInt32BE();
    const key = `${host}:${port}/${theirs}`;
    const ours = known.get(key) ?? drawId();
    if (!known.has(key)) {
      known.set(key, ours);
      const stream = udx.createStream(ours);
      stream.connect(socket, theirs, port, host);
      secure(stream).then(
        (secured) => {
          const pipe = new StreamPipe(secured);
          pipe.read(accept(pipe));
        },
        () => stream.destroy(),
      );
    }
    socket.trySend(idMessage(ours), port, host);
  });
}

/** Says a stream's number until the server says its own. */
function callUp(socket: UdxSocket, id: number, port: number, host: string): Promise<number> {
  return new Promise((resolve) => {
    const call = () => socket.trySend(idMessage(id), port, host);
    const timer = setInterval(call, callAgainMs);
    socket.on("message", (data) => {
      clearInterval(timer);
      resolve(data.readUInt32BE());
    });
    call();
  });
}

function idMessage(id: number): Buffer {
  const message = Buffer.alloc(4);
  message.writeUInt32BE(id);
  return message;
}

function drawId(): number {
  return randomInt(1, 2 ** 32 - 1);
}

const callAgainMs = 100;
const lingerMs = 500;
const bufferBytes = 4 * 1024 * 1024;
