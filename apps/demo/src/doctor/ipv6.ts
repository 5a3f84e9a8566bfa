import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { networkInterfaces } from "node:os";
import type { Check } from "./finding.ts";

export const ipv6: Check = {
  topic: "IPv6",
  async look() {
    const refusal = await refusalAtLoopback();
    const global = Object.values(networkInterfaces())
      .flatMap((list = []) => list)
      .filter(({ family, internal, scopeid }) => family === "IPv6" && !internal && scopeid === 0);
    return {
      lines: [
        refusal === undefined ? "[::1] answers" : `[::1] does not answer (${refusal}): use IPv4 addresses`,
        global.length > 0
          ? `reachable for others at ${global.map(({ address }) => `[${address}]`).join(", ")}`
          : "no address that others could reach: dial this machine by IPv4",
      ],
    };
  },
};

/** Why no TCP connection to ::1 comes about. */
async function refusalAtLoopback(): Promise<string | undefined> {
  const server = createServer((socket) => socket.end());
  try {
    server.listen(0, "::1");
    await once(server, "listening");
    const { address, port } = server.address() as AddressInfo;
    const socket = connect({ host: address, port, timeout: 2_000 });
    socket.on("timeout", () => socket.destroy(Object.assign(new Error("timeout"), { code: "ETIMEDOUT" })));
    await once(socket, "connect");
    socket.destroy();
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  } finally {
    server.close();
  }
}
