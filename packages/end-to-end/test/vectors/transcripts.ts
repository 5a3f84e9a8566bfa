import { authPlaintext, begin, hmacProofs, welcome } from "../strangers-peer/authentication.ts";
import { field, join } from "../strangers-peer/bytes.ts";
import { makeAccept, makeHello } from "../strangers-peer/handshake.ts";
import { epoch0, epoch1, keysOf } from "../strangers-peer/key-schedule.ts";
import { Direction, frames } from "../strangers-peer/packets.ts";
import { clientParameters, onLossy, onReliable, parameter, serverParameters } from "../strangers-peer/parameters.ts";
import { type Suite, suites } from "../strangers-peer/suites.ts";
import { publicOf } from "../strangers-peer/x25519.ts";
import { draw, ours, type VectorFile } from "./file.ts";
import { serverKey } from "./server-keys.ts";

const application = "chess";
const aliceKey = draw("alice's shared key");

/** Whole sessions of one suite, from HELLO to the last packet. */
export function transcripts(suiteName: keyof typeof suites): VectorFile {
  const every = [
    ["reliable", "hmac-sha256"],
    ["reliable", "none"],
    ["lossy", "hmac-sha256"],
    ["lossy", "none"],
  ] as const;
  return {
    origin: ours(
      "Sessions from the first byte to the last. On the lossy link nothing is lost, no time passes and no number is " +
        "left out; which frames share a packet, and when one is acknowledged, is a sender's choice within docs/spec.",
    ),
    vectors: every.map(([link, mechanism]) => transcript(suiteName, link, mechanism)),
  };
}

function transcript(suiteName: keyof typeof suites, link: "reliable" | "lossy", mechanism: "hmac-sha256" | "none") {
  const suite = suites[suiteName];
  const reliable = link === "reliable";
  const opening = openingOf(suiteName, `${suiteName} ${link} ${mechanism}`, reliable, [mechanism]);
  const { state, hello, accept } = opening;
  const { binding, client, server } = epoch0(state);
  const hmac = mechanism === "hmac-sha256";
  const nonce = draw(`${suiteName} ${link} hmac nonce`);
  const proofs = hmacProofs(aliceKey, { binding, challenge: opening.server.challenge }, nonce, "alice");
  const beginMessage = begin(mechanism, hmac ? proofs.clientStep : "");
  const welcomeMessage = welcome(hmac ? proofs.serverStep : "");
  state.mixHash(beginMessage, "BEGIN");
  state.mixHash(welcomeMessage, "WELCOME");
  const traffic = epoch1(state, hmac ? proofs.secret : undefined);
  const log = packetLog(suite, { client, server }, traffic, reliable);
  log("client", 0, authPlaintext(0, beginMessage));
  log("server", 0, authPlaintext(0, welcomeMessage));
  if (reliable) {
    log("client", 1, frames.message("Are you there?"));
    log("server", 1, frames.message(""));
    log("server", 1, frames.message("Yes."));
    log("client", 1, frames.close(0));
    log("server", 1, frames.received);
    log("server", 1, frames.close(0));
    log("client", 1, frames.received);
  } else {
    const [question, answer] = [field("Are you there?"), join(field(""), field("Yes."))];
    log("client", 1, frames.ping);
    log("server", 1, frames.ack([[0, 0]]));
    log("client", 1, join(frames.datagram("Knock."), frames.stream(0, question)));
    log("server", 1, join(frames.ack([[0, 1]]), frames.stream(0, answer)));
    log("client", 1, join(frames.ack([[0, 1]]), frames.fin(question.length), frames.ping));
    log("server", 1, join(frames.ack([[1, 2]]), frames.fin(answer.length), frames.ping));
    log("client", 1, frames.close(0));
  }
  return {
    comment: `A session over a ${link} link, authenticated by ${mechanism}.`,
    suite: suite.name,
    link,
    application,
    serverPrivateKey: serverKey(suiteName).privateKey,
    serverPublicKey: serverKey(suiteName).publicKey,
    client: { ...opening.client, mechanism, ...(hmac && { name: "alice", sharedKey: aliceKey, nonce }) },
    server: { ...opening.server, offers: [mechanism] },
    helloParameters: opening.helloParameters,
    hello,
    acceptParameters: opening.acceptParameters,
    accept,
    begin: beginMessage,
    welcome: welcomeMessage,
    steps: state.log,
    binding,
    mechanismSecret: hmac ? proofs.secret : Buffer.alloc(32),
    epoch0: { client: secretAndKeys(client), server: secretAndKeys(server) },
    epoch1: { client: secretAndKeys(traffic.client), server: secretAndKeys(traffic.server) },
    exporter: traffic.exporter,
    packets: log.packets,
    result: "ok",
  };
}

/** HELLO and ACCEPT of an honest client and server. `label` gives each session randomness of its own. */
export function openingOf(
  suiteName: keyof typeof suites,
  label: string,
  reliable = true,
  offers: readonly string[] = ["hmac-sha256", "none"],
) {
  const suite: Suite = suites[suiteName];
  const client = {
    clientId: draw(`${label} client id`, 8),
    secret: draw(`${label} secret`),
    sealedWith: draw(`${label} sealed with`),
    ephemeralPrivateKey: draw(`${label} client's ephemeral key`),
  };
  const server = {
    encapsulationPrivateKey: draw(`${label} server's encapsulation key`),
    challenge: draw(`${label} challenge`),
  };
  const common = { suite, application, serverKey: serverKey(suiteName).publicKey };
  const helloParts = {
    clientId: client.clientId,
    secret: client.secret,
    sealed: suite.encapsulate(common.serverKey, client.secret, client.sealedWith),
    ephemeral: client.ephemeralPrivateKey,
  };
  const limits = reliable ? onReliable : onLossy;
  const plain = join(...clientParameters(suite.name, limits));
  const missing = 1_200 - makeHello(common, { ...helloParts, parameters: plain }).hello.length;
  const helloParameters = reliable ? plain : join(padding(missing), plain);
  const { hello, state } = makeHello(common, { ...helloParts, parameters: helloParameters });
  const acceptParameters = join(...serverParameters(offers, server.challenge, limits));
  const acceptParts = {
    clientId: client.clientId,
    clientKey: publicOf(client.ephemeralPrivateKey),
    encapsulation: server.encapsulationPrivateKey,
    parameters: acceptParameters,
  };
  const accept = makeAccept(state, acceptParts);
  return { common, helloParts, acceptParts, client, server, helloParameters, acceptParameters, hello, accept, state };
}

/** A padding parameter of so many bytes in all. */
const padding = (bytes: number) => parameter(0, Buffer.alloc(bytes - (bytes > 66 ? 3 : 2)));

function secretAndKeys(secret: Buffer) {
  const { key, iv, next } = keysOf(secret);
  return { secret, key, iv, next };
}

type Secrets = Readonly<Record<"client" | "server", Buffer>>;

function packetLog(suite: Suite, ...[first, second, reliable]: [Secrets, Secrets, boolean]) {
  const directions = [first, second].map(({ client, server }, epoch) => ({
    client: new Direction(suite.aead, client, epoch, reliable),
    server: new Direction(suite.aead, server, epoch, reliable),
  }));
  const packets: object[] = [];
  const count: Record<string, number> = {};
  const log = (from: "client" | "server", epoch: 0 | 1, plaintext: Buffer) => {
    const direction = (directions[epoch] as (typeof directions)[0])[from];
    const number = count[`${from} ${epoch}`] ?? 0;
    count[`${from} ${epoch}`] = number + 1;
    const nonce = direction.nonce(number);
    packets.push({ from, epoch, number, nonce, plaintext, packet: direction.seal(plaintext) });
  };
  return Object.assign(log, { packets });
}
