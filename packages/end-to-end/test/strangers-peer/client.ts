import { randomBytes } from "node:crypto";
import { authPlaintext, begin, hmacProofs, welcome } from "./authentication.ts";
import { join } from "./bytes.ts";
import { type Channel, channel } from "./channel.ts";
import { type Common, makeHello, takeAccept } from "./handshake.ts";
import { epoch0, epoch1 } from "./key-schedule.ts";
import { Direction } from "./packets.ts";
import { clientParameters } from "./parameters.ts";
import { Road } from "./road.ts";

/** Who the client is: nobody, or the holder of a shared key. */
export interface Credentials {
  readonly name: string;
  readonly sharedKey: Uint8Array;
}

/** The client of docs/spec, over TCP. */
export async function enter(address: string, common: Common, credentials?: Credentials): Promise<Channel> {
  const road = await Road.to(address);
  const [clientId, secret, ephemeral] = [randomBytes(8), randomBytes(32), randomBytes(32)];
  const sealed = common.suite.encapsulate(common.serverKey, secret, randomBytes(32));
  const parameters = join(...clientParameters(common.suite.name));
  const { hello, state } = makeHello(common, { clientId, secret, sealed, ephemeral, parameters });
  road.send(hello);
  const accepted = takeAccept(state, ephemeral, await road.next());

  const { binding, client, server } = epoch0(state);
  const challenge = accepted.get(9) as Buffer;
  const proofs = credentials && hmac(credentials, { binding, challenge });
  const ours = proofs ? begin("hmac-sha256", proofs.clientStep) : begin("none");
  road.send(new Direction(common.suite.aead, client, 0).seal(authPlaintext(0, ours)));
  const theirs = welcome(proofs?.serverStep ?? "");
  const answer = new Direction(common.suite.aead, server, 0).open(await road.next());
  if (!answer.equals(authPlaintext(0, theirs))) throw new Error(`refused: ${answer.toString("hex")}`);
  state.mixHash(ours, "BEGIN");
  state.mixHash(theirs, "WELCOME");

  const secrets = epoch1(state, proofs?.secret);
  return channel(road, common.suite.aead, secrets.client, secrets.server, secrets.exporter);
}

function hmac({ name, sharedKey }: Credentials, context: { binding: Buffer; challenge: Buffer }) {
  return hmacProofs(sharedKey, context, randomBytes(32), name);
}
