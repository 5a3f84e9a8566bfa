import { concat } from "../../../src/bytes.ts";
import type { AuthenticationPair, ProvingPair } from "../../../src/conformance/index.ts";
import {
  type AuthenticatorMutant,
  admitted,
  believed,
  both,
  inContext,
  padding,
  refusal,
  sending,
  withClient,
  withResult,
  withServer,
} from "./mechanism.ts";

const zeros = new Uint8Array(32);
const withoutBinding = inContext(() => ({ binding: zeros }));
const withoutChallenge = inContext(() => ({ challenge: zeros }));

export const anonymousMutants: readonly AuthenticatorMutant<AuthenticationPair>[] = [
  {
    fault: "calls everyone guest",
    fails: "never has a name, nor a secret that would seem to prove one (A-6)",
    mutate: withResult("server", ({ peer }) => ({ peer: { ...peer, name: "guest" } })),
  },
  {
    fault: "mixes in a secret that nobody proved",
    fails: "never has a name, nor a secret that would seem to prove one (A-6)",
    mutate: withResult("server", (result) => ({ ...result, secret: zeros })),
  },
];

/** Of hmac-sha256. */
export const provingMutants: readonly AuthenticatorMutant<ProvingPair>[] = [
  {
    fault: "has two names",
    fails: "has one name on both sides, of printable ASCII (A-11)",
    mutate: (pair) => ({ ...pair, server: { ...pair.server, mechanism: "hmac-sha512" } }),
  },
  {
    fault: "has a name of two words",
    fails: "has one name on both sides, of printable ASCII (A-11)",
    mutate: (pair) => ({
      ...pair,
      client: { ...pair.client, mechanism: "hmac sha256" },
      server: { ...pair.server, mechanism: "hmac sha256" },
    }),
  },
  {
    fault: "never ends",
    fails: "finishes on both sides, which know the mechanism, and the client no name (A-11, A-14)",
    mutate: withServer(() => () => ({ kind: "continue", send: zeros })),
  },
  {
    fault: "gives the server a name",
    fails: "finishes on both sides, which know the mechanism, and the client no name (A-11, A-14)",
    mutate: withResult("client", ({ peer }) => ({ peer: { ...peer, name: "server" } })),
  },
  {
    fault: "has a secret of its own on either side",
    fails: "gives both sides the same secret, of 32 bytes or more, or none (A-12)",
    mutate: withResult("client", ({ peer }) => ({ peer, secret: zeros })),
  },
  {
    fault: "cuts the secret",
    fails: "gives both sides the same secret, of 32 bytes or more, or none (A-12)",
    mutate: both(withResult("client", cutSecret), withResult("server", cutSecret)),
  },
  {
    fault: "has one secret for all sessions",
    fails: "gives every session another secret (A-12)",
    mutate: both(
      withResult("client", ({ peer }) => ({ peer, secret: zeros })),
      withResult("server", ({ peer }) => ({ peer, secret: zeros })),
    ),
  },
  {
    fault: "sends more than a message may have",
    fails: "takes 8 steps on each side at most, of 4,031 bytes at most (A-4)",
    mutate: both(
      withClient((step) => async (received) => sending(await step(received), padding(4_000))),
      withServer((step) => (received) => step(received.slice(0, -4_000))),
    ),
  },
  {
    fault: "takes ten steps",
    fails: "takes 8 steps on each side at most, of 4,031 bytes at most (A-4)",
    mutate: both(
      withClient((step) => {
        let said = 0;
        return (received) => (++said < 10 ? { kind: "continue", send: zeros } : step(received));
      }),
      withServer((step) => (received) => (received.length > 32 ? step(received) : { kind: "continue", send: zeros })),
    ),
  },
  {
    fault: "has one attempt at a time",
    fails: "keeps attempts apart that run at once (A-13)",
    mutate: ({ client, ...rest }) => {
      let latest = client.begin({ role: "client", binding: zeros, challenge: zeros, random: () => zeros });
      const begin: typeof client.begin = (context) => {
        latest = client.begin(context);
        return { step: (received) => latest.step(received) };
      };
      return { ...rest, client: { ...client, begin } };
    },
  },
  {
    fault: "forgets the name",
    fails: "gives the server the client's name (A-14)",
    mutate: withResult("server", ({ peer: { mechanism }, ...rest }) => ({ ...rest, peer: { mechanism } })),
  },
  {
    fault: "believes every proof",
    fails: "refuses a client with a wrong secret (A-14)",
    mutate: withServer((step) => async (received) => {
      try {
        return await step(received);
      } catch {
        return admitted;
      }
    }),
  },
  {
    fault: "says which names it knows",
    fails: "refuses an unknown name in the same words as a wrong secret (A-5)",
    mutate: withServer((step) => (received) => {
      if (Buffer.from(received).includes("carol")) throw refusal("There is no client of that name.");
      return step(received);
    }),
  },
  {
    fault: "answers the names it knows",
    fails: "refuses an unknown name in the same words as a wrong secret (A-5)",
    mutate: withServer((step) => {
      let known: Uint8Array | undefined;
      return async (received) => {
        if (known) return step(known);
        if (!Buffer.from(received).includes("alice")) return step(received);
        known = received;
        return { kind: "continue", send: zeros };
      };
    }),
  },
  {
    fault: "does not say whom a client claims to be",
    fails: "waits where it has said whom the client claims to be, known or not (A-22)",
    mutate: inContext(() => ({ claim: async () => {} })),
  },
  {
    fault: "goes on though it should not",
    fails: "waits where it has said whom the client claims to be, known or not (A-22)",
    mutate: inContext(({ claim }) => ({ claim: async (name) => claim?.(name).catch(() => {}) })),
  },
  {
    fault: "ignores the binding",
    fails: "covers the binding, every byte of it (A-15)",
    mutate: withoutBinding,
  },
  {
    fault: "ignores the last byte of the binding",
    fails: "covers the binding, every byte of it (A-15)",
    mutate: inContext(({ binding }) => ({ binding: binding.slice(0, 31) })),
  },
  {
    fault: "ignores the challenge",
    fails: "covers the challenge, every byte of it (A-15)",
    mutate: withoutChallenge,
  },
  {
    fault: "does not know which session it is in",
    fails: "refuses to be relayed between two sessions (A-15)",
    mutate: both(withoutBinding, withoutChallenge),
  },
  {
    fault: "takes a proof from another session",
    fails: "refuses what the client said in another session (A-16)",
    mutate: both(withoutBinding, withoutChallenge),
  },
  {
    fault: "takes its own answer for a proof",
    fails: "refuses its own answers, sent back to the server (A-16)",
    mutate: (pair) => {
      const answers: Uint8Array[] = [];
      return withServer((step) => async (received) => {
        if (answers.some((answer) => Buffer.compare(answer, received) === 0)) return admitted;
        const taken = await step(received);
        if (taken.send) answers.push(taken.send);
        return taken;
      })(pair);
    },
  },
  {
    fault: "does not look at the first byte of a message",
    fails: "fails when a bit of any byte of a message is changed (A-17)",
    mutate: both(
      withClient((step) => async (received) => sending(await step(received), (sent) => concat(zeros.slice(31), sent))),
      withServer((step) => (received) => step(received.slice(1))),
    ),
  },
  {
    fault: "does not mind a byte too many",
    fails: "fails when a message is cut or extended (A-17)",
    mutate: withServer((step) => async (received) => {
      try {
        return await step(received);
      } catch {
        return step(received.slice(0, -1));
      }
    }),
  },
  {
    fault: "throws what a buffer throws",
    fails: "refuses junk with an error of core's (A-18)",
    mutate: withServer((step) => (received) => {
      Buffer.from(received).readUInt32BE(4);
      return step(received);
    }),
  },
  {
    fault: "quotes the secret in its error",
    fails: "shows its secrets in no message, error or log (A-19)",
    mutate: (pair) =>
      withServer((step) => async (received) => {
        try {
          return await step(received);
        } catch {
          throw refusal("It did not fit.", { key: Buffer.from(pair.secrets[0] ?? "").toString("base64") });
        }
      })(pair),
  },
  {
    fault: "sends the secret",
    fails: "shows its secrets in no message, error or log (A-19)",
    mutate: (pair) =>
      withClient((step) => async (received) => sending(await step(received), (sent) => concat(sent, key(pair))))(pair),
  },
  {
    fault: "keeps the secret where a log shows it",
    fails: "shows its secrets in no message, error or log (A-19)",
    mutate: (pair) => ({ ...pair, client: Object.assign({}, pair.client, { key: key(pair).toString("hex") }) }),
  },
  {
    fault: "believes a server that says welcome",
    fails: "covers the binding and the challenge in the server's proof, every byte of them (A-15)",
    mutate: welcoming(),
  },
  {
    fault: "believes what any server once said",
    fails: "refuses what the server said in another session (A-16)",
    mutate: welcoming(),
  },
  {
    fault: "believes its own message",
    fails: "refuses its own messages, sent back to the client (A-16)",
    mutate: withClient((step) => {
      let said: Uint8Array | undefined;
      return async (received) => {
        if (said && Buffer.compare(said, received) === 0) return believed;
        const taken = await step(received);
        said = taken.send;
        return taken;
      };
    }),
  },
  {
    fault: "believes a server that says nothing",
    fails: "refuses a server that has nothing to say (A-20)",
    mutate: withClient((step) => {
      let steps = 0;
      return (received) => (steps++ > 0 && received.length === 0 ? believed : step(received));
    }),
  },
];

/** The server proves nothing, and the client is content. */
function welcoming() {
  const welcome = Buffer.from("welcome");
  return both<ProvingPair>(
    withServer((step) => async (received) => sending(await step(received), () => welcome)),
    withClient((step) => (received) => (welcome.equals(received) ? believed : step(received))),
  );
}

function cutSecret<Result extends { readonly secret?: Uint8Array }>(result: Result): Result {
  return { ...result, secret: (result.secret ?? zeros).slice(0, 16) };
}

function key({ secrets }: ProvingPair): Buffer {
  return Buffer.from(secrets[0] ?? "");
}
