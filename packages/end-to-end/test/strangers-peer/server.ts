import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import { authPlaintext, begin, hmacProofs, welcome } from "./authentication.ts";
import { join, Reader } from "./bytes.ts";
import { type Channel, channel } from "./channel.ts";
import type { Credentials } from "./client.ts";
import type { DatagramRoad } from "./datagram-road.ts";
import { type Common, makeAccept, takeHello } from "./handshake.ts";
import { epoch0, epoch1 } from "./key-schedule.ts";
import { LossyChannel } from "./lossy-channel.ts";
import { Direction } from "./packets.ts";
import { type Limits, onLossy, onReliable, serverParameters } from "./parameters.ts";
import { Road } from "./road.ts";

/** The server of docs/spec, for one client that it knows, by hmac-sha256 over TCP. `privateKey`: PKCS #8. */
export async function admit(
  socket: Socket,
  common: Common,
  privateKey: Uint8Array,
  credentials: Credentials,
): Promise<Channel> {
  const road = new Road(socket);
  const { client, server, exporter } = await receive(road, common, privateKey, credentials, onReliable);
  return channel(road, common.suite.aead, server, client, exporter);
}

/** The same over UDP. `window`: its initialMaxData, and the client's. */
export async function admitOverUdp(
  road: DatagramRoad,
  common: Common,
  privateKey: Uint8Array,
  credentials: Credentials,
  window = 1 << 16,
): Promise<LossyChannel> {
  const limits = { ...onLossy, initialMaxData: window };
  const { client, server, exporter, offered } = await receive(road, common, privateKey, credentials, limits);
  const credit = new Reader(offered.get(4) as Buffer).varint();
  return new LossyChannel({ road, aead: common.suite.aead, ours: server, theirs: client, exporter, window, credit });
}

/** From HELLO to WELCOME. */
async function receive(
  road: Road | DatagramRoad,
  common: Common,
  privateKey: Uint8Array,
  { name, sharedKey }: Credentials,
  limits: Limits,
) {
  const { suite } = common;
  const reliable = limits.initialMaxData === undefined;
  const hello = await road.next(0xc1);
  const { state, clientId, clientKey, offered } = takeHello(common, hello, (sealed) =>
    suite.decapsulate(privateKey, sealed),
  );
  const [encapsulation, challenge] = [randomBytes(32), randomBytes(32)];
  const parameters = join(...serverParameters(["hmac-sha256"], challenge, limits));
  road.send(makeAccept(state, { clientId, clientKey, encapsulation, parameters }));

  const { binding, client, server } = epoch0(state);
  const plaintext = new Direction(suite.aead, client, 0, reliable).open(await road.next(0));
  const nonce = nonceOf(plaintext);
  const proofs = hmacProofs(sharedKey, { binding, challenge }, nonce, name);
  const theirs = begin("hmac-sha256", proofs.clientStep);
  if (!plaintext.equals(authPlaintext(0, theirs))) throw new Error(`refused: ${plaintext.toString("hex")}`);
  const ours = welcome(proofs.serverStep);
  road.send(new Direction(suite.aead, server, 0, reliable).seal(authPlaintext(0, ours)));
  state.mixHash(theirs, "BEGIN");
  state.mixHash(ours, "WELCOME");
  return { ...epoch1(state, proofs.secret), offered };
}

/** Behind AUTH, its offset and length, BEGIN and its length, and the mechanism's name. */
function nonceOf(plaintext: Buffer): Buffer {
  const reader = new Reader(plaintext);
  reader.take(1);
  reader.varint();
  reader.varint();
  reader.take(3);
  reader.take(reader.number(1));
  return reader.take(32);
}
