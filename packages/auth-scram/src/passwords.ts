import type { AuthContext, Authenticator, Secret } from "@countersign/core";
import { type Account, findAccount } from "./account.ts";
import { type Decoys, newDecoySecret, readDecoySecret } from "./decoys.ts";
import { malformed, refused } from "./exchange/refusal.ts";
import { type Challenge, hearClient } from "./exchange/server.ts";
import { checkedAttributes, checkedIterations, checkOptions, invalid, usualIterations } from "./options.ts";
import { preparedName } from "./saslprep.ts";
import { mechanism, newNonce, sessionChannel } from "./session-channel.ts";
import type { Find, PasswordStore } from "./store.ts";
import { inTurns, type Turn } from "./turns.ts";

export interface PasswordsOptions {
  /**
   * What unknown names are answered from: 32 random bytes or more, or their base64; the same ones on every server of a
   * service, and after a restart. By default the store's, if it keeps one as a password file does, or random: then a
   * restart changes the salts of unknown names, and who asks before and after can tell them from known ones.
   */
  readonly secret?: Secret;
  /** The count that unknown names are answered with: that of your verifiers. By default the store's, or 600,000. */
  readonly iterations?: number;
}

/**
 * The server's half of `scram-sha-256`: admits who proves to know the password of a name in `store`, a password file, say,
 * or a function from names to verifiers. A name that is not known takes the same way as a wrong password (spec: A-27). A
 * verifier that is malformed, or has fewer than 4,096 iterations, refuses the client, with ERR_COUNTERSIGN_VERIFIER as
 * the reason on the server's side; so does a look-up that rejects. Throws UsageError for a store or options that are none.
 */
export function passwords(store: PasswordStore | Find, options: PasswordsOptions = {}): Authenticator<"server"> {
  const users = checkedStore(store);
  const decoys = decoysOf(users, options);
  return {
    role: "server",
    mechanism,
    begin: (context) => inTurns(hearing(context, users, decoys)),
  };
}

function hearing(context: AuthContext, users: PasswordStore, decoys: () => Decoys | Promise<Decoys>): Turn {
  return async (received) => {
    const heard = hearClient(received, sessionChannel(context));
    const name = preparedName(heard.name);
    if (name === undefined) throw malformed("The client's name is none (RFC 4013).");
    await context.claim?.(name);
    const account = await findAccount(users, await decoys(), name);
    const challenge = heard.challenge(account.verifier, newNonce(context));
    return { step: { kind: "continue", send: Buffer.from(challenge.send) }, next: judging(name, account, challenge) };
  };
}

function judging(name: string, { known, attributes, failure }: Account, challenge: Challenge): Turn {
  return (received) => {
    const { proven, send, secret } = challenge.judge(received);
    if (failure !== undefined) throw failure;
    if (!proven || !known) throw refused("The client does not know the password of that name.");
    const peer = { name, mechanism, ...(attributes && { attributes: checkedAttributes(attributes) }) };
    return { step: { kind: "done", send: Buffer.from(send), result: { peer, secret } } };
  };
}

function checkedStore(store: PasswordStore | Find): PasswordStore {
  if (typeof store === "function") return { find: store };
  // An array has a `find`, too.
  if (typeof store?.find === "function" && !Array.isArray(store)) return store;
  throw invalid("`store` is neither a function that finds a verifier by a name, nor an object with such a `find`.");
}

function decoysOf(store: PasswordStore, options: PasswordsOptions): () => Decoys | Promise<Decoys> {
  checkOptions(options, ["secret", "iterations"]);
  const secret = "secret" in options ? readDecoySecret(options.secret) : undefined;
  const iterations = options.iterations === undefined ? undefined : checkedIterations(options.iterations, "iterations");
  const own = { secret: secret ?? newDecoySecret(), iterations: iterations ?? usualIterations };
  if (!store.decoys || (secret && iterations)) return () => own;
  return async () => {
    const kept = await store.decoys?.();
    return { ...own, ...kept, ...(secret && { secret }), ...(iterations && { iterations }) };
  };
}
