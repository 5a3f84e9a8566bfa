import type { Dial } from "../subjects/subject.ts";
import { Connection } from "./connection.ts";
import { isMessage, messagesOf } from "./messages.ts";
import { say } from "./order.ts";
import { sample, type Timing } from "./sample.ts";

/**
 * One iteration is a dial and the echo of a first message, in milliseconds. The message leaves as soon as the client is
 * sure of the server: it does not wait for the server to be sure of the client.
 */
export async function measureFirstEcho(dial: Dial, size: number, timing: Timing): Promise<number[]> {
  const messages = messagesOf(size);
  let connection: Connection | undefined;
  const iterate = async () => {
    connection = await Connection.dial(dial);
    connection.order({ kind: "echo" });
    connection.send(messages[0] as Buffer);
    await connection.expect(say.ready);
    if (!isMessage(await connection.receive(), messages, 0)) throw new Error("the first echo came back changed");
  };
  const close = async () => {
    await connection?.close();
    connection = undefined;
  };
  return sample(timing, iterate, { afterEach: close });
}
