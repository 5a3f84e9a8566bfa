import { anyone, listen, type Server, type Session } from "@countersign/core";
import { udp } from "@countersign/transport-udp";
import type { OursOutcome } from "../lab.ts";
import { Arrivals } from "../stage/arrivals.ts";
import { type LabCipher, labCipher } from "../stage/cipher.ts";
import { dial, leave } from "../stage/client.ts";
import { UdpSocket } from "../stage/udp-socket.ts";
import { forgeries } from "./forgeries.ts";
import { UdpMiddle } from "./udp-middle.ts";

export async function attackOurs(cipher: LabCipher = labCipher()): Promise<OursOutcome> {
  const identity = await cipher.generateIdentity();
  const transport = udp();
  await using server = await listen({
    transport,
    address: "127.0.0.1:0",
    cipher,
    identity,
    authenticate: anyone(),
  });
  sellTea(server);
  await using mallory = await UdpMiddle.before(server.address);
  const client = await dial({ transport, address: mallory.address, cipher, server: identity.publicKey });
  const answers = new Arrivals<string>();
  client.on("datagram", (answer) => answers.push(answer.toString()));
  client.on("close", () => answers.push("nothing, the session is over"));

  const heard = mallory.fromServer.length;
  const first = await ask(client, answers);
  const forged = mallory.fromServer.slice(heard).flatMap(forgeries);
  await using stranger = await UdpSocket.open();
  for (const datagram of forged) await stranger.send(datagram, mallory.clientPort);
  for (const datagram of forged) await mallory.forge(datagram);
  const second = await ask(client, answers);
  const { packetsForged, packetsReplayed } = client.stats();
  await leave(client);
  // It takes no messages, and so would not see that the client has left.
  await server.close({ drain: 0 });
  return {
    held: first === "tea costs 3" && second === "tea costs 4",
    evidence: [
      `the client asks, and hears: "${first}"`,
      `Mallory sends ${forged.length} answers from an address of her own, and ${forged.length} from the server's`,
      `the client asks again, and hears: "${second}"`,
    ],
    stoppedBy: `packetsForged: ${packetsForged}, packetsReplayed: ${packetsReplayed} at the client`,
  };
}

/** Tea gets dearer with every question, so that an old answer shows. */
function sellTea(server: Server): void {
  let price = 3;
  server.on("session", (session) => {
    session.on("datagram", () => session.sendDatagram(`tea costs ${price++}`));
  });
}

/** The first answer that comes. */
async function ask(client: Session, answers: Arrivals<string>): Promise<string> {
  const answer = answers.next();
  client.sendDatagram("What does tea cost?");
  return answer;
}
