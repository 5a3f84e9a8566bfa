import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { FramedSocket, socketOptions } from "./framed-socket.ts";
import type { Ends } from "./subject.ts";

/** Control: messages over node:net with nothing to protect them. */
export function raw(): Ends {
  return {
    async serve(accept) {
      const server = createServer(socketOptions, (socket) => {
        const pipe = new FramedSocket(socket);
        pipe.read(accept(pipe));
      });
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      return {
        invitation: { address: `127.0.0.1:${(server.address() as AddressInfo).port}` },
        close: async () => void server.close(),
      };
    },

    async client({ address = "" }) {
      const { port } = new URL(`tcp://${address}`);
      return async (sink) => {
        const socket = connect({ ...socketOptions, host: "127.0.0.1", port: Number(port) });
        await once(socket, "connect");
        const pipe = new FramedSocket(socket);
        pipe.read(sink);
        return pipe;
      };
    },
  };
}
