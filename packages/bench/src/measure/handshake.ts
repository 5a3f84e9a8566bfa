import type { Dial } from "../subjects/subject.ts";
import { Connection } from "./connection.ts";
import { sample, type Timing } from "./sample.ts";

/** One iteration is a dial up to the server's greeting, in milliseconds. The connection is closed outside of it. */
export async function measureHandshake(dial: Dial, timing: Timing): Promise<number[]> {
  let connection: Connection | undefined;
  const open = async () => {
    connection = await Connection.open(dial);
  };
  const close = async () => {
    await connection?.close();
    connection = undefined;
  };
  return sample(timing, open, { afterEach: close });
}
