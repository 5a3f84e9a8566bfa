import { hybrid } from "@countersign/cipher-hybrid";
import type { Identity } from "@countersign/core";
import type { OursOutcome } from "../lab.ts";
import { Bank } from "../stage/bank.ts";
import { dial, leave } from "../stage/client.ts";
import { FramedSocket } from "../stage/framed-socket.ts";
import { Middle } from "../stage/middle.ts";
import { type ChosenHello, chooseHellos } from "./chosen-hellos.ts";

/** `weaken`: what the server's key becomes, which is itself by default. */
export async function attackOurs(weaken: (identity: Identity) => Identity = (same) => same): Promise<OursOutcome> {
  const cipher = hybrid({ modulusBits: 2048 });
  const identity = weaken(await cipher.generateIdentity());
  await using bank = await Bank.open({ cipher, identity, limits: { handshakeTimeoutMs: patienceMs } });
  await using eve = await Middle.before(bank.address);
  await leave(await dial({ address: eve.address, cipher, server: bank.publicKey }));
  await bank.end();

  const hellos = chooseHellos(eve.fromClient[0] as Buffer, bank.publicKey);
  // One kind after the other, so that neither waits for the other's work.
  const answersTo = (wanted: ChosenHello["padding"]) =>
    Promise.all(hellos.filter(({ padding }) => padding === wanted).map(({ hello }) => answerTo(hello, bank.address)));
  const toRight = new Set(await answersTo("right"));
  const toWrong = new Set(await answersTo("wrong"));
  const kinds = new Set([...toRight, ...toWrong]);
  const codes = new Set(await Promise.all(hellos.map(() => bank.end())));
  return {
    held: kinds.size === 1 && !kinds.has(silence),
    evidence: [
      `Mallory sends ${hellos.length} first messages made from alice's, some padded rightly, some not`,
      `answers to right padding: ${[...toRight].map(shortened).join(" or ")}`,
      `answers to wrong padding: ${[...toWrong].map(shortened).join(" or ")}`,
    ],
    stoppedBy: `${[...codes].join(", ")} at the server, and ${kinds.size === 1 ? "one answer" : "several answers"} for all ${hellos.length}`,
  };
}

const patienceMs = 4_000;
const silence = "none";

/** The server's whole answer, in hex; it has the client id of the HELLO in it, which all of them share. */
async function answerTo(hello: Buffer, address: string): Promise<string> {
  await using mallory = await FramedSocket.dial(address);
  mallory.send(hello);
  return await mallory.receive(2 * patienceMs).then(
    (answer) => answer.toString("hex"),
    () => silence,
  );
}

function shortened(hex: string): string {
  return hex === silence ? hex : `${hex.slice(0, 24)}… of ${hex.length / 2} bytes`;
}
