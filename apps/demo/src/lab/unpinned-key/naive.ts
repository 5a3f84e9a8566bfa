import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
} from "node:crypto";
import type { NaiveOutcome } from "../lab.ts";
import { Arrivals } from "../stage/arrivals.ts";
import { FramedServer, FramedSocket } from "../stage/framed-socket.ts";

export const order = "pay 100 to bob";
export const forged = "pay 900 to mallory";

export async function attackNaive(): Promise<NaiveOutcome> {
  const [seen, done] = [new Arrivals<string>(), new Arrivals<string>()];
  await using bank = await FramedServer.open(async (client) => {
    const key = await exchangeKeys(client);
    done.push(open(key, await client.receive()));
  });
  await using mallory = await FramedServer.open(async (alice) => {
    const keyWithAlice = await exchangeKeys(alice);
    seen.push(open(keyWithAlice, await alice.receive()));
    await using toBank = await FramedSocket.dial(bank.address);
    toBank.send(seal(await exchangeKeys(toBank), forged));
  });
  await using alice = await FramedSocket.dial(mallory.address);
  alice.send(seal(await exchangeKeys(alice), order));
  const [read, heard] = [await seen.next(), await done.next()];
  return {
    broken: read === order && heard === forged,
    evidence: [
      "alice and the bank have a key that nobody learned from the wire, each of them with Mallory",
      `Mallory reads: "${read}"`,
      `the bank does: "${heard}"`,
    ],
  };
}

/** X25519 and HKDF: all of it right, but for the question whose key it was. */
async function exchangeKeys(peer: FramedSocket): Promise<Buffer> {
  const { publicKey, privateKey } = generateKeyPairSync("x25519");
  peer.send(publicKey.export({ type: "spki", format: "der" }));
  const theirs = createPublicKey({ key: await peer.receive(), type: "spki", format: "der" });
  const shared = diffieHellman({ privateKey, publicKey: theirs });
  return Buffer.from(hkdfSync("sha256", shared, "", "key", 32));
}

function seal(key: Buffer, text: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  return Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
}

function open(key: Buffer, sealed: Buffer): string {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12), { authTagLength: 16 });
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString();
}
