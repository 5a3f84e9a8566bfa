import { randomBytes } from "node:crypto";
import { authPlaintext, begin, hmacProofs, welcome } from "./authentication.ts";
import { join, Reader } from "./bytes.ts";
import { type Channel, channel } from "./channel.ts";
import { DatagramRoad } from "./datagram-road.ts";
import { type Common, makeHello, takeAccept } from "./handshake.ts";
import { epoch0, epoch1 } from "./key-schedule.ts";
import { LossyChannel } from "./lossy-channel.ts";
import { Direction } from "./packets.ts";
import { clientParameters, type Limits, onLossy, onReliable, parameter } from "./parameters.ts";
import { Road } from "./road.ts";

/** Who the client is: nobody, or the holder of a shared key. */
export interface Credentials {
  readonly name: string;
  readonly sharedKey: Uint8Array;
}

/** The client of docs/spec, over TCP. */
export async function enter(address: string, common: Common, credentials?: Credentials): Promise<Channel> {
  const road = await Road.to(address);
  const { client, server, exporter } = await introduce(road, common, onReliable, credentials);
  return channel(road, common.suite.aead, client, server, exporter);
}

/** The client of docs/spec, over UDP. `window`: its initialMaxData. */
export async function enterOverUdp(
  address: string,
  common: Common,
  credentials?: Credentials,
  window = 1 << 16,
): Promise<LossyChannel> {
  const road = await DatagramRoad.to(address);
  const limits = { ...onLossy, initialMaxData: window };
  const { client, server, exporter, accepted } = await introduce(road, common, limits, credentials);
  const credit = new Reader(accepted.get(4) as Buffer).varint();
  const { aead } = common.suite;
  const entered = new LossyChannel({ road, aead, ours: client, theirs: server, exporter, window, credit });
  entered.ping();
  return entered;
}

/** From HELLO to WELCOME. */
async function introduce(road: Road | DatagramRoad, common: Common, limits: Limits, credentials?: Credentials) {
  const reliable = limits.initialMaxData === undefined;
  const [clientId, secret, ephemeral] = [randomBytes(8), randomBytes(32), randomBytes(32)];
  const sealed = common.suite.encapsulate(common.serverKey, secret, randomBytes(32));
  // H-4: more than 1,200 bytes with any suite.
  const padding = reliable ? [] : [parameter(0, Buffer.alloc(900))];
  const parameters = join(...padding, ...clientParameters(common.suite.name, limits));
  const { hello, state } = makeHello(common, { clientId, secret, sealed, ephemeral, parameters });
  road.send(hello);
  const accepted = takeAccept(state, ephemeral, await road.next(0xc2));

  const { binding, client, server } = epoch0(state);
  const challenge = accepted.get(9) as Buffer;
  const proofs = credentials && hmac(credentials, { binding, challenge });
  const ours = proofs ? begin("hmac-sha256", proofs.clientStep) : begin("none");
  road.send(new Direction(common.suite.aead, client, 0, reliable).seal(authPlaintext(0, ours)));
  const theirs = welcome(proofs?.serverStep ?? "");
  const answer = new Direction(common.suite.aead, server, 0, reliable).open(await road.next(0));
  if (!answer.equals(authPlaintext(0, theirs))) throw new Error(`refused: ${answer.toString("hex")}`);
  state.mixHash(ours, "BEGIN");
  state.mixHash(theirs, "WELCOME");
  return { ...epoch1(state, proofs?.secret), accepted };
}

function hmac({ name, sharedKey }: Credentials, context: { binding: Buffer; challenge: Buffer }) {
  return hmacProofs(sharedKey, context, randomBytes(32), name);
}
