import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import { authPlaintext, begin, hmacProofs, welcome } from "./authentication.ts";
import { join, Reader } from "./bytes.ts";
import { type Channel, channel } from "./channel.ts";
import type { Credentials } from "./client.ts";
import { type Common, makeAccept, takeHello } from "./handshake.ts";
import { epoch0, epoch1 } from "./key-schedule.ts";
import { Direction } from "./packets.ts";
import { serverParameters } from "./parameters.ts";
import { Road } from "./road.ts";

/** The server of docs/spec, for one client that it knows, by hmac-sha256 over TCP. `privateKey`: PKCS #8. */
export async function admit(
  socket: Socket,
  common: Common,
  privateKey: Uint8Array,
  { name, sharedKey }: Credentials,
): Promise<Channel> {
  const { suite } = common;
  const road = new Road(socket);
  const { state, clientId, clientKey } = takeHello(common, await road.next(), (sealed) =>
    suite.decapsulate(privateKey, sealed),
  );
  const [encapsulation, challenge] = [randomBytes(32), randomBytes(32)];
  const parameters = join(...serverParameters(["hmac-sha256"], challenge));
  road.send(makeAccept(state, { clientId, clientKey, encapsulation, parameters }));

  const { binding, client, server } = epoch0(state);
  const plaintext = new Direction(suite.aead, client, 0).open(await road.next());
  const nonce = nonceOf(plaintext);
  const proofs = hmacProofs(sharedKey, { binding, challenge }, nonce, name);
  const theirs = begin("hmac-sha256", proofs.clientStep);
  if (!plaintext.equals(authPlaintext(0, theirs))) throw new Error(`refused: ${plaintext.toString("hex")}`);
  const ours = welcome(proofs.serverStep);
  road.send(new Direction(suite.aead, server, 0).seal(authPlaintext(0, ours)));
  state.mixHash(theirs, "BEGIN");
  state.mixHash(ours, "WELCOME");
  const secrets = epoch1(state, proofs.secret);
  return channel(road, suite.aead, secrets.server, secrets.client, secrets.exporter);
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
