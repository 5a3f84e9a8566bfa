import { derive } from "../dissect/key-schedule.ts";
import { Opened } from "../dissect/opened.ts";
import type { Sight } from "../protocol.ts";
import type { Conversation } from "../stage/conversation.ts";
import type { AttackTool } from "./tool.ts";

const lesson =
  "The server's key opens what was sealed to it: HELLO. Everything after HELLO is under a second secret, which two one-time keys agreed on. Both ends have overwritten it, and no key that is kept anywhere gives it back. This page alone has kept a copy: the last line opens ACCEPT with it, to show that the thief's tools do work.";

/** Who has recorded everything breaks into the server when it is too late. */
export const stolenKey: AttackTool = {
  id: "stolen-key",
  label: "Steal the server's key, afterwards",
  about: "With every recorded packet and the server's private key: what opens?",
  aimed: false,
  afterwards: true,
  lesson: { tcp: lesson, udp: lesson },
  async run({ conversation, see }) {
    const hello = await withSecret(conversation, undefined).hello();
    const opens = hello ? `HELLO opens: ${hello.length} bytes of limits and offers, no message` : "HELLO stays closed";
    see({ where: "attacker", text: `With the private key ${opens}`, good: true });
    for (const { name, bytes } of await guesses(conversation)) see(await attempt(conversation, name, bytes));
    const kept = conversation.keyring.ephemeralSecret;
    if (kept) see({ ...(await attempt(conversation, "the secret that is gone", kept)), good: true });
    return "Took the server's private key and everything else that is stored, and tried it all on the recorded packets.";
  },
};

/** ACCEPT and the conversation need one more secret: this one is tried in its place. */
async function attempt(conversation: Conversation, name: string, guess: Buffer): Promise<Sight> {
  const thief = withSecret(conversation, guess);
  const accept = await thief.accept();
  const stored = conversation.credentials.stored.map(({ bytes }) => bytes);
  const { opened, of } = await thief.countWithoutKeyLog((binding) => [
    Buffer.alloc(32),
    ...stored,
    ...stored.map((key) => derive(key, "mix", binding)),
  ]);
  const text = `With ${name}: ACCEPT ${accept ? "opens" : "stays closed"}, and ${opened} of ${of} packets`;
  return { where: "attacker", text, good: accept === undefined && opened === 0 };
}

/** Has the recording, the server's key, and this for the secret of the one-time keys. */
function withSecret({ cipher, application, wire, keyring }: Conversation, ephemeralSecret: Buffer | undefined): Opened {
  return new Opened(cipher, application, wire.capture, {
    decapsulate: (sealed) => keyring.serverKey.decapsulate(sealed),
    serverKey: keyring.serverKey.publicKey.encoded,
    ephemeralSecret,
    data: {},
  });
}

/** Whatever is left somewhere. */
async function guesses(conversation: Conversation) {
  const { hello, accept } = withSecret(conversation, undefined).handshake;
  const { serverKey } = conversation.keyring;
  const sealed = hello && Buffer.from(await serverKey.decapsulate(Buffer.from(hello.sealed)));
  return [
    ...(sealed ? [{ name: "the secret in HELLO", bytes: sealed }] : []),
    ...(hello ? [{ name: "the client's one-time public key", bytes: hello.ephemeral.subarray(-32) }] : []),
    ...(accept ? [{ name: "the server's one-time public key", bytes: accept.sealed }] : []),
    ...conversation.credentials.stored,
  ];
}
