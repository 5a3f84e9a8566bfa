import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { socketOptions } from "../framed-socket.ts";
import type { Ends } from "../subject.ts";
import { StreamPipe } from "./stream-pipe.ts";
import type { StreamSecurity } from "./stream-security.ts";

/** Messages over streams that somebody protects, over TCP. */
export function tcpStreams(security: StreamSecurity): Ends {
  return {
    async serve(accept) {
      const { secure, invitation } = security.serve();
      const server = createServer(socketOptions, (socket) => {
        secure(socket).then(
          (stream) => {
            const pipe = new StreamPipe(stream);
            pipe.read(accept(pipe));
          },
          () => socket.destroy(),
        );
      });
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      return { invitation: { ...invitation, address }, close: async () => void server.close() };
    },

    async client({ address, ...invitation }) {
      const { port } = new URL(`tcp://${address}`);
      const secure = security.client(invitation);
      return async (sink) => {
        const socket = connect({ ...socketOptions, host: "127.0.0.1", port: Number(port) });
        await once(socket, "connect");
        const pipe = new StreamPipe(await secure(socket));
        pipe.read(sink);
        return pipe;
      };
    },
  };
}
