import { randomBytes } from "node:crypto";
import { authPlaintext, begin, hmacProofs, welcome } from "./authentication.ts";
import { join } from "./bytes.ts";
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

/** A session in epoch 1. Plaintexts are frames. */
export interface Channel extends AsyncDisposable {
  readonly exporter: Buffer;
  send(...frames: readonly Uint8Array[]): void;
  /** Undefined when the link is at its end. */
  receive(): Promise<Buffer | undefined>;
}

/** The client of docs/spec, over TCP. */
export async function enter(address: string, common: Common, credentials?: Credentials): Promise<Channel> {
  const road = await Road.to(address);
  const [clientId, secret, ephemeral] = [randomBytes(8), randomBytes(32), randomBytes(32)];
  const sealed = common.suite.encapsulate(common.serverKey, secret, randomBytes(32));
  const parameters = join(...clientParameters(common.suite.name));
  const { hello, state } = makeHello(common, { clientId, secret, sealed, ephemeral, parameters });
  road.send(hello);
  const accepted = takeAccept(state, ephemeral, await next(road));

  const { binding, client, server } = epoch0(state);
  const challenge = accepted.get(9) as Buffer;
  const proofs = credentials && hmac(credentials, { binding, challenge });
  const ours = proofs ? begin("hmac-sha256", proofs.clientStep) : begin("none");
  road.send(new Direction(common.suite.aead, client, 0).seal(authPlaintext(0, ours)));
  const theirs = welcome(proofs?.serverStep ?? "");
  const answer = new Direction(common.suite.aead, server, 0).open(await next(road));
  if (!answer.equals(authPlaintext(0, theirs))) throw new Error(`refused: ${answer.toString("hex")}`);
  state.mixHash(ours, "BEGIN");
  state.mixHash(theirs, "WELCOME");

  const secrets = epoch1(state, proofs?.secret);
  const sending = new Direction(common.suite.aead, secrets.client, 1);
  const receiving = new Direction(common.suite.aead, secrets.server, 1);
  return {
    exporter: secrets.exporter,
    send: (...frames) => road.send(sending.seal(join(...frames))),
    async receive() {
      const packet = await road.receive();
      return packet && receiving.open(packet);
    },
    [Symbol.asyncDispose]: () => road[Symbol.asyncDispose](),
  };
}

function hmac({ name, sharedKey }: Credentials, context: { binding: Buffer; challenge: Buffer }) {
  return hmacProofs(sharedKey, context, randomBytes(32), name);
}

async function next(road: Road): Promise<Buffer> {
  const packet = await road.receive();
  if (!packet) throw new Error("The server has left.");
  return packet;
}
