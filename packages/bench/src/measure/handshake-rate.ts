import type { Dial } from "../subjects/subject.ts";
import { Connection } from "./connection.ts";
import { sample, type Timing } from "./sample.ts";

/**
 * One iteration opens connections, `atOnce` of them at any time, as measureHandshake does each; in handshakes a second.
 * They stay open until all are, and are closed outside of the time.
 */
export async function measureHandshakeRate(dial: Dial, atOnce: number, timing: Timing): Promise<number[]> {
  const count = Math.max(leastHandshakes, handshakesEach * atOnce);
  let open: Connection[] = [];
  const openInTurn = async () => {
    while (begun < count) {
      begun++;
      open.push(await Connection.open(dial));
    }
  };
  let begun = 0;
  const iterate = async () => {
    begun = 0;
    await Promise.all(Array.from({ length: atOnce }, openInTurn));
  };
  const close = async () => {
    await Promise.all(open.map((connection) => connection.close()));
    open = [];
  };
  const times = await sample(timing, iterate, { afterEach: close });
  return times.map((ms) => count / (ms / 1e3));
}

/** Few enough for a server that admits so many strangers at once, and for a short task. */
const handshakesEach = 2;
const leastHandshakes = 8;
