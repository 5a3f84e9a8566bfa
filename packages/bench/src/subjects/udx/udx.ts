import { randomInt } from "node:crypto";
import type { Accept, Ends } from "../subject.ts";
import { openUdx, type Udx, type UdxSocket } from "./module.ts";
import { StreamPipe } from "./stream-pipe.ts";

/**
 * Peer: the reliable streams of udx-native, which protect nothing. A stream needs to know the other's number and
 * address, so a client's first datagram says its own, and the server answers with what it chose.
 */
export async function udx(): Promise<Ends> {
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
      serveClients(udx, socket, accept);
      return { invitation: { address: `127.0.0.1:${socket.address().port}` }, close: () => socket.close() };
    },

    async client({ address = "" }) {
      const [host = "", port = ""] = address.split(":");
      return async (sink) => {
        const socket = open();
        const id = drawId();
        const stream = udx.createStream(id);
        const pipe = new StreamPipe(stream);
        pipe.read(sink);
        stream.once("close", () => void socket.close());
        stream.connect(socket, await callUp(socket, id, Number(port), host), Number(port), host);
        return pipe;
      };
    },
  };
}

function serveClients(udx: Udx, socket: UdxSocket, accept: Accept): void {
  const known = new Map<string, number>();
  socket.on("message", (data, { host, port }) => {
    const theirs = data.readUInt32BE();
    const key = `${host}:${port}/${theirs}`;
    const ours = known.get(key) ?? drawId();
    if (!known.has(key)) {
      known.set(key, ours);
      const stream = udx.createStream(ours);
      stream.connect(socket, theirs, port, host);
      const pipe = new StreamPipe(stream);
      pipe.read(accept(pipe));
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
const bufferBytes = 4 * 1024 * 1024;
