import type { Authenticator } from "@countersign/core";
import { type ClientAnswer, type ClientOpening, openAsClient } from "./exchange/client.ts";
import { checkedIterations, checkOptions } from "./options.ts";
import { ownName, passwordBytes } from "./saslprep.ts";
import { mechanism, newNonce, sessionChannel } from "./session-channel.ts";
import { inTurns, type Turn } from "./turns.ts";

export interface PasswordOptions {
  /** Iterations that a server may ask for, 4,096 or more. By default 10 million, some seconds of work. */
  readonly maxIterations?: number;
}

/**
 * The client's half of `scram-sha-256`: it proves to know the password of `name`, and learns that the server knows its
 * verifier. The password itself is not sent. `undefined` is admitted so that `process.env.PASSWORD` compiles.
 * Throws UsageError: ERR_COUNTERSIGN_NO_KEY for a missing or empty password, ERR_COUNTERSIGN_INVALID_ARGUMENT for a
 * name that is none (RFC 4013), and for options.
 */
export function password(
  name: string,
  password: string | undefined,
  options: PasswordOptions = {},
): Authenticator<"client"> {
  checkOptions(options, ["maxIterations"]);
  const maxIterations = checkedIterations(options.maxIterations ?? 10_000_000, "maxIterations");
  const credentials = { name: ownName(name), password: passwordBytes(password), maxIterations };
  return {
    role: "client",
    mechanism,
    serverProof: "password",
    begin: (context) =>
      inTurns(() => {
        const opening = openAsClient({ ...credentials, nonce: newNonce(context), channel: sessionChannel(context) });
        return { step: { kind: "continue", send: Buffer.from(opening.send) }, next: answering(opening) };
      }),
  };
}

function answering(opening: ClientOpening): Turn {
  return async (received) => {
    const answer = await opening.answer(received);
    return { step: { kind: "continue", send: Buffer.from(answer.send) }, next: verifying(answer) };
  };
}

function verifying(answer: ClientAnswer): Turn {
  return (received) => {
    const secret = answer.verify(received);
    return { step: { kind: "done", result: { peer: { mechanism }, secret } } };
  };
}
