import { begin, hmacProofs, proceed, welcome } from "../strangers-peer/authentication.ts";
import { join, short, u8, u16 } from "../strangers-peer/bytes.ts";
import { derive, hmac } from "../strangers-peer/key-schedule.ts";
import { draw, ours, type VectorFile } from "./file.ts";
import { flipped } from "./flaws.ts";

const binding = draw("authentication binding");
const challenge = draw("authentication challenge");
const nonce = draw("authentication nonce");
const sharedKey = draw("authentication shared key");
const alice = hmacProofs(sharedKey, { binding, challenge }, nonce, "alice");
const answer = welcome(alice.serverStep);

/** What a server makes of one client's stream of authentication messages. It knows alice, and offers both mechanisms. */
export function authenticationsOfClients(): VectorFile {
  const vectors: { comment: string; client: Buffer; server?: Buffer; mechanismSecret?: Buffer; result: string }[] = [];
  const good = (comment: string, client: Buffer, server: Buffer, mechanismSecret?: Buffer) =>
    vectors.push({ comment, client, server, ...(mechanismSecret && { mechanismSecret }), result: "welcome" });
  const refused = (comment: string, client: Buffer, result = "close 1") => vectors.push({ comment, client, result });
  const step = (bytes: Uint8Array) => begin("hmac-sha256", bytes);
  const proofs = (changes: { key?: Buffer; binding?: Buffer; challenge?: Buffer; name?: string }) => {
    const { key = sharedKey, name = "alice", ...context } = changes;
    return step(hmacProofs(key, { binding, challenge, ...context }, nonce, name).clientStep);
  };
  const { clientStep, serverStep, key } = alice;

  good("alice, by hmac-sha256.", step(clientStep), answer, alice.secret);
  good("Nobody, by none.", begin("none"), welcome());
  refused("The nonce was changed.", step(flipped(clientStep, 0)));
  refused("The first bit of the proof was changed.", step(flipped(clientStep, 32)));
  refused("The last bit of the proof was changed.", step(flipped(clientStep, 63)));
  refused("A proof of zeros.", step(join(nonce, Buffer.alloc(32), short("alice"))));
  refused("The server's proof.", step(join(nonce, serverStep, short("alice"))));
  refused(
    "A proof without the role.",
    step(join(nonce, hmac(key, binding, challenge, nonce, "alice"), short("alice"))),
  );
  refused("A proof with the shared key itself.", step(join(nonce, unkeyed(), short("alice"))));
  refused("A proof with the key that is mixed in.", step(join(nonce, unkeyed(alice.secret), short("alice"))));
  refused("A wrong key.", proofs({ key: draw("wrong key") }));
  refused("A proof of another session.", proofs({ binding: draw("another binding") }));
  refused("A proof for another challenge.", proofs({ challenge: draw("another challenge") }));
  refused("A name that is not known.", proofs({ name: "eve" }));
  refused("The name in another case.", proofs({ name: "Alice" }));
  refused("A name with a space behind it.", proofs({ name: "alice " }));
  refused("An empty name.", proofs({ name: "" }));
  refused("alice's proof for another name.", step(join(clientStep.subarray(0, 64), short("bob"))));
  refused("A name of a built-in property.", proofs({ name: "__proto__" }));
  refused("A name that is no UTF-8.", step(join(clientStep.subarray(0, 64), short(Buffer.of(0xff, 0xfe)))));
  refused("The name is cut off.", step(clientStep.subarray(0, -1)));
  refused("A byte follows the name.", step(join(clientStep, u8(0))));
  refused("No name.", step(clientStep.subarray(0, 64)));
  refused("The proof is cut off.", step(clientStep.subarray(0, 63)));
  refused("An empty step.", step(Buffer.alloc(0)));

  const protocol = (comment: string, client: Buffer) => refused(comment, client, "close 2");
  protocol("A mechanism that is not offered.", begin("scram-sha-256", clientStep));
  protocol("A mechanism in another case.", begin("HMAC-SHA256", clientStep));
  protocol("A mechanism without a name.", begin("", clientStep));
  protocol("The mechanism's name is cut off.", join(u8(1), u16(3), u8(11), "hm"));
  protocol("BEGIN with an empty body.", join(u8(1), u16(0)));
  protocol("CONTINUE before BEGIN.", proceed(clientStep));
  protocol("WELCOME from the client.", welcome(clientStep));
  protocol("A message of kind 0.", join(u8(0), step(clientStep).subarray(1)));
  protocol("A message of kind 4.", join(u8(4), step(clientStep).subarray(1)));
  protocol("BEGIN twice.", join(step(clientStep), step(clientStep)));
  protocol("A byte behind BEGIN.", join(begin("none"), u8(0)));
  protocol("A body of 4,097 bytes is announced.", join(u8(1), u16(4_097)));
  vectors.push({ comment: "BEGIN is cut off.", client: step(clientStep).subarray(0, -1), result: "waits" });
  vectors.push({ comment: "The length of BEGIN is cut off.", client: Buffer.of(1, 0), result: "waits" });
  return {
    origin: ours("Streams of authentication messages of a client, at a server that offers hmac-sha256 and none."),
    common: { binding, challenge, name: "alice", sharedKey, proofKey: key },
    vectors,
  };
}

/** The proof with another key than the one that is for proofs. */
const unkeyed = (key = sharedKey) => hmac(key, "client", binding, challenge, nonce, "alice");

/** What a client, alice, makes of one server's stream of authentication messages. */
export function authenticationsOfServers(): VectorFile {
  const vectors: { comment: string; server: Buffer; result: string }[] = [];
  const says = (comment: string, server: Buffer, result: string) => vectors.push({ comment, server, result });
  const proof = alice.serverStep;
  const refused = (comment: string, bytes: Uint8Array) => says(comment, welcome(bytes), "close 1");
  const { binding: _, ...context } = { binding, challenge };
  says("The holder of alice's key.", answer, "authenticated");
  refused("The first bit of the proof was changed.", flipped(proof, 0));
  refused("The last bit of the proof was changed.", flipped(proof, 31));
  refused("The client's own proof.", alice.clientStep.subarray(32, 64));
  refused("The client's own step.", alice.clientStep);
  refused("Another key.", hmacProofs(draw("wrong key"), { binding, challenge }, nonce, "alice").serverStep);
  refused(
    "Another session.",
    hmacProofs(sharedKey, { ...context, binding: draw("another") }, nonce, "alice").serverStep,
  );
  refused("Another nonce.", hmacProofs(sharedKey, { binding, challenge }, draw("another"), "alice").serverStep);
  refused("Another name.", hmacProofs(sharedKey, { binding, challenge }, nonce, "bob").serverStep);
  refused(
    "A proof with another label.",
    hmac(derive(sharedKey, "mix", binding), "server", binding, challenge, nonce, "alice"),
  );
  refused("The proof is cut off.", proof.subarray(1));
  refused("A byte follows the proof.", join(proof, u8(0)));
  refused("WELCOME before the server has proven anything.", Buffer.alloc(0));
  says("CONTINUE with the proof.", proceed(proof), "close 2");
  says("BEGIN from the server.", begin("hmac-sha256", proof), "close 2");
  says("A message of kind 0.", join(u8(0), answer.subarray(1)), "close 2");
  says("A message of kind 4.", join(u8(4), answer.subarray(1)), "close 2");
  says("A byte behind WELCOME.", join(answer, u8(0)), "close 2");
  says("A body of 4,097 bytes is announced.", join(u8(3), u16(4_097)), "close 2");
  says("WELCOME is cut off.", answer.subarray(0, -1), "waits");
  return {
    origin: ours("Streams of authentication messages of a server, at a client that uses hmac-sha256."),
    common: {
      binding,
      challenge,
      name: "alice",
      sharedKey,
      nonce,
      client: begin("hmac-sha256", alice.clientStep),
      mechanismSecret: alice.secret,
    },
    vectors,
  };
}
