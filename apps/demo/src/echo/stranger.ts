import { once } from "node:events";
import { connect } from "node:net";

/** A client that does not know the protocol: it speaks HTTP. Resolves with what it gets back before the end. */
export async function askByHttp(host: string, port: number): Promise<string> {
  const socket = connect(port, host);
  let answer = "";
  socket.on("data", (bytes) => {
    answer += bytes.toString("latin1");
  });
  socket.on("error", () => {});
  socket.write("GET / HTTP/1.1\r\nHost: countersign\r\n\r\n");
  await once(socket, "close");
  return answer;
}
