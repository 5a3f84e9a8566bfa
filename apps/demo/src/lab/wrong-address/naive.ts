import type { NaiveOutcome } from "../lab.ts";
import { UdpSocket } from "../stage/udp-socket.ts";

export const lie = "tea costs 300";

export async function attackNaive(): Promise<NaiveOutcome> {
  await using server = await UdpSocket.open();
  await using mallory = await UdpSocket.open();
  await using client = await UdpSocket.open();
  // Mallory knows what will be asked, and where from; the network puts her datagram first.
  await mallory.send(lie, client.port);
  await client.send("What does tea cost?", server.port);
  const question = await server.receive();
  await server.send("tea costs 3", question.port);
  const { text, port } = await client.receive();
  return {
    broken: text === lie,
    evidence: [
      `the client asks port ${server.port}, and takes the first datagram that comes for the answer`,
      `it is from port ${port}, and says: "${text}"`,
    ],
  };
}
