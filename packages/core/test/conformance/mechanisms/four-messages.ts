import { createHmac, timingSafeEqual } from "node:crypto";
import type { AuthContext, Authenticator, AuthStep } from "../../../src/authenticator.ts";
import { ByteReader, concat, readUtf8, utf8 } from "../../../src/bytes.ts";
import { PeerError } from "../../../src/errors.ts";

const mechanism = "four-messages";
const nonceBytes = 16;

/** The order of SCRAM (RFC 5802 §3): name and nonce, the server's nonce, the client's proof, the server's proof. */
export function fourMessages(name: string, key: Uint8Array): Authenticator<"client"> {
  return {
    role: "client",
    mechanism,
    begin(context) {
      const nonce = context.random(nonceBytes);
      const steps: ((received: Uint8Array) => AuthStep)[] = [
        () => ({ kind: "continue", send: concat(nonce, utf8(name)) }),
        (answer) => {
          if (answer.length !== nonceBytes) throw refused("The server's nonce has another length.");
          const prove = prover(key, context, concat(nonce, answer, utf8(name)));
          steps.push((proof) => {
            check(proof, prove("server"));
            return { kind: "done", result: { peer: { mechanism }, secret: prove("secret") } };
          });
          return { kind: "continue", send: prove("client") };
        },
      ];
      return { step: (received) => next(steps)(received) };
    },
  };
}

export function fourMessagesWith(keys: Readonly<Record<string, Uint8Array>>): Authenticator<"server"> {
  return {
    role: "server",
    mechanism,
    begin(context) {
      const steps: ((received: Uint8Array) => AuthStep | Promise<AuthStep>)[] = [
        async (received) => {
          const reader = new ByteReader(received);
          const theirs = reader.take(nonceBytes);
          const who = reader.take(reader.left);
          const name = readUtf8(who);
          await context.claim?.(name);
          const nonce = context.random(nonceBytes);
          const prove = prover(keys[name] ?? context.random(32), context, concat(theirs, nonce, who));
          steps.push((proof) => {
            check(proof, prove("client"));
            const result = { peer: { name, mechanism }, secret: prove("secret") };
            return { kind: "done", send: prove("server"), result };
          });
          return { kind: "continue", send: nonce };
        },
      ];
      return { step: (received) => next(steps)(received) };
    },
  };
}

function prover(key: Uint8Array, { binding, challenge }: AuthContext, said: Uint8Array) {
  return (what: string) =>
    createHmac("sha256", key)
      .update(concat(utf8(what), binding, challenge, said))
      .digest();
}

function check(received: Uint8Array, expected: Uint8Array): void {
  if (received.length === expected.length && timingSafeEqual(received, expected)) return;
  throw refused("The proof is another one.");
}

function next<Step>(steps: Step[]): Step {
  const step = steps.shift();
  if (!step) throw refused("Everything was said.");
  return step;
}

function refused(reason: string): PeerError {
  return new PeerError("ERR_COUNTERSIGN_AUTHENTICATION", reason);
}
