import { PeerError } from "@countersign/core";
import { passwords } from "../../src/index.ts";
import { find } from "../users.ts";
import { both, concluding, hearing, inContext, type Mutate, stepping } from "./halves.ts";

const zeros = new Uint8Array(32);
const believed = { kind: "done", result: { peer: { mechanism: "scram-sha-256" } } } as const;
const admitted = { kind: "done", result: { peer: { name: "alice", mechanism: "scram-sha-256" } } } as const;

interface Mutant {
  readonly fails: string;
  readonly mutate: Mutate;
}

/** Ways to get SCRAM wrong, and the case that has to notice. */
export const mutants: Readonly<Record<string, Mutant>> = {
  "leaves the binding out of `c=`": {
    fails: "covers the binding, every byte of it (A-15)",
    mutate: inContext(() => ({ binding: zeros })),
  },
  "leaves the challenge out of `c=`": {
    fails: "covers the challenge, every byte of it (A-15)",
    mutate: inContext(() => ({ challenge: zeros })),
  },
  "cuts the challenge in `c=`": {
    fails: "covers the challenge, every byte of it (A-15)",
    mutate: inContext(({ challenge }) => ({ challenge: challenge.slice(0, 31) })),
  },
  "binds to nothing": {
    fails: "refuses to be relayed between two sessions (A-15)",
    mutate: inContext(() => ({ binding: zeros, challenge: zeros })),
  },
  "admits without a look at the proof": {
    fails: "refuses a client with a wrong secret (A-14)",
    mutate: stepping("server", (step) => async (received) => {
      try {
        return await step(received);
      } catch (error) {
        if (Buffer.from(received).includes(",p=")) return admitted;
        throw error;
      }
    }),
  },
  "refuses an unknown name at once": {
    fails: "refuses an unknown name in the same words as a wrong secret (A-5)",
    mutate: stepping("server", (step) => (received) => {
      if (Buffer.from(received).includes("n=carol"))
        throw refusal("The client does not know the password of that name.");
      return step(received);
    }),
  },
  "answers unknown names with another count than known ones": {
    fails: "refuses an unknown name in the same words as a wrong secret (A-5)",
    mutate: (pair) => ({ ...pair, server: passwords(find, { iterations: 10_000 }) }),
  },
  "has one secret for all sessions": {
    fails: "gives every session another secret (A-12)",
    mutate: both(
      concluding("client", (result) => ({ ...result, secret: zeros })),
      concluding("server", (result) => ({ ...result, secret: zeros })),
    ),
  },
  "comes to a secret of its own on the server": {
    fails: "gives both sides the same secret, of 32 bytes or more, or none (A-12)",
    mutate: concluding("server", ({ secret = zeros, ...rest }) => ({ ...rest, secret: secret.toReversed() })),
  },
  "is content with `v=` of anything": {
    fails: "covers the binding and the challenge in the server's proof, every byte of them (A-15)",
    mutate: stepping("client", (step) => (received) => (received[0] === 0x76 ? believed : step(received))),
  },
  "is content without the server's signature": {
    fails: "refuses a server that has nothing to say (A-20)",
    mutate: stepping("client", (step) => {
      let steps = 0;
      return (received) => (steps++ > 0 && received.length === 0 ? believed : step(received));
    }),
  },
  "reads base64 as Buffer does": {
    fails: "fails when a bit of any byte of a message is changed (A-17)",
    mutate: hearing("server", (text) => text.replace(/(?<=,p=).*$/, canonical)),
  },
  "overlooks what stands behind a message": {
    fails: "fails when a message is cut or extended (A-17)",
    mutate: hearing("server", (text) => text.replace(/\0$/, "")),
  },
  "throws what a parser throws": {
    fails: "refuses junk with an error of core's (A-18)",
    mutate: stepping("server", (step) => (received) => {
      decodeURIComponent(Buffer.from(received).toString("latin1").replaceAll("=", "%3D").replace("\xff", "%"));
      return step(received);
    }),
  },
  "tells the password in its error": {
    fails: "shows its secrets in no message, error or log (A-19)",
    mutate: (pair) =>
      stepping("server", (step) => async (received) => {
        try {
          return await step(received);
        } catch {
          throw refusal(`It is not ${pair.secrets[0]}.`);
        }
      })(pair),
  },
  "keeps the password where a log shows it": {
    fails: "shows its secrets in no message, error or log (A-19)",
    mutate: (pair) => ({ ...pair, client: Object.assign({}, pair.client, { password: pair.secrets[0] }) }),
  },
};

function canonical(encoded: string): string {
  return Buffer.from(encoded, "base64").toString("base64");
}

function refusal(message: string): PeerError {
  return new PeerError("ERR_COUNTERSIGN_AUTHENTICATION", message);
}
