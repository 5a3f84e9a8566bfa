import type { AuthContext, Authenticator, AuthStep } from "@countersign/core";
import { PeerError } from "@countersign/core";
import type { ProvingPair } from "@countersign/core/conformance";
import { publicKeys, signature } from "../../src/index.ts";
import { alice, sshLine } from "../fixtures/alice.ts";
import { place } from "../fixtures/attempt.ts";

/** This mechanism with one fault, and the case of the exam that must notice it. */
export interface Mutant {
  readonly fails: string;
  readonly mutate: (pair: ProvingPair) => ProvingPair;
}

const zeros = new Uint8Array(32);

/** Of a pair whose server knows alice's key under every name but carol's. */
export const mutants: Readonly<Record<string, Mutant>> = {
  "does not sign the binding": {
    fails: "covers the binding, every byte of it (A-15)",
    mutate: (pair) => inContext(pair, () => ({ binding: zeros })),
  },
  "does not sign the challenge": {
    fails: "covers the challenge, every byte of it (A-15)",
    mutate: (pair) => inContext(pair, () => ({ challenge: zeros })),
  },
  "signs neither": {
    fails: "refuses to be relayed between two sessions (A-15)",
    mutate: (pair) => inContext(pair, () => ({ binding: zeros, challenge: zeros })),
  },
  "signs without the name": {
    fails: "fails when a bit of any byte of a message is changed (A-17)",
    mutate: (pair) => ({
      ...pair,
      client: {
        ...pair.client,
        begin: (context) => {
          const nameless = signature("?", alice.privateKey).begin(context);
          return { step: async (received) => renamed(await nameless.step(received), "alice") };
        },
      },
      server: hearing(pair.server, (received, context) => {
        const [name, key] = [nameIn(received), keyIn(received)];
        const nameless = publicKeys(() => (name === "carol" ? undefined : sshLine(alice.raw)));
        const inner = Buffer.concat([key, received.subarray(...place.signature), Buffer.from("\x01?")]);
        return as(name, nameless.begin(context).step(inner));
      }),
    }),
  },
  "takes the key that it is sent": {
    fails: "refuses a client with a wrong secret (A-14)",
    mutate: (pair) => ({
      ...pair,
      server: hearing(pair.server, (received, context) =>
        publicKeys(() => sshLine(keyIn(received)))
          .begin(context)
          .step(received),
      ),
    }),
  },
  "takes a key of the list for a signature": {
    fails: "refuses what the client said in another session (A-16)",
    mutate: (pair) => ({
      ...pair,
      server: hearing(pair.server, async (received, context) => {
        if (!alice.raw.equals(keyIn(received))) return pair.server.begin(context).step(received);
        return { kind: "done", result: { peer: { name: nameIn(received), mechanism: "ed25519" } } };
      }),
    }),
  },
  "says which names it does not know": {
    fails: "refuses an unknown name in the same words as a wrong secret (A-5)",
    mutate: (pair) => ({
      ...pair,
      server: hearing(pair.server, (received, context) => {
        if (nameIn(received) === "carol") throw new PeerError("ERR_COUNTERSIGN_AUTHENTICATION", "Who is carol?");
        return pair.server.begin(context).step(received);
      }),
    }),
  },
  "lets the log see its key": {
    fails: "shows its secrets in no message, error or log (A-19)",
    mutate: (pair) => ({ ...pair, client: Object.assign({}, pair.client, { key: alice.seed.toString("hex") }) }),
  },
};

const keyIn = (claim: Uint8Array) => claim.subarray(...place.publicKey);
const nameIn = (claim: Uint8Array) => Buffer.from(claim.subarray(...place.name)).toString();

type Take = (received: Uint8Array, context: AuthContext) => AuthStep | Promise<AuthStep>;

function hearing(server: Authenticator<"server">, take: Take): Authenticator<"server"> {
  return { ...server, begin: (context) => ({ step: async (received) => take(received, context) }) };
}

function inContext(pair: ProvingPair, change: () => Partial<AuthContext>): ProvingPair {
  const { client, server } = pair;
  return {
    ...pair,
    client: { ...client, begin: (context) => client.begin({ ...context, ...change() }) },
    server: { ...server, begin: (context) => server.begin({ ...context, ...change() }) },
  };
}

function renamed(step: AuthStep, name: string): AuthStep {
  if (!step.send?.length) return step;
  const send = Buffer.concat([step.send.subarray(0, 96), Uint8Array.of(name.length), Buffer.from(name)]);
  return { ...step, send };
}

async function as(name: string, step: AuthStep | Promise<AuthStep>): Promise<AuthStep> {
  const taken = await step;
  return taken.kind === "done" ? { ...taken, result: { peer: { ...taken.result.peer, name } } } : taken;
}
