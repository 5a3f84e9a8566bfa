import type { Authenticator } from "@countersign/core";
import { Arrivals } from "../stage/arrivals.ts";

/** The two halves of one who has no key, and passes on what the two say who have one. */
export interface Between {
  /** Faces the client that is to be passed for. */
  readonly server: Authenticator<"server">;
  /** Faces the server that is to be deceived. */
  readonly client: Authenticator<"client">;
  /** Nothing more comes from the server. */
  giveUp(): void;
}

/** For mechanisms in which both sides speak once. */
export function between(mechanism: string): Between {
  const proofs = new Arrivals<Uint8Array>();
  const answers = new Arrivals<Uint8Array>();
  return {
    server: {
      role: "server",
      mechanism,
      begin: () => ({
        async step(received) {
          proofs.push(Uint8Array.from(received));
          return { kind: "done", send: await answers.next(), result: { peer: { name: "alice", mechanism } } };
        },
      }),
    },
    client: {
      role: "client",
      mechanism,
      begin: () => {
        let begun = false;
        return {
          async step(received) {
            if (!begun) {
              begun = true;
              return { kind: "continue", send: await proofs.next() };
            }
            answers.push(Uint8Array.from(received));
            return { kind: "done", result: { peer: { mechanism } } };
          },
        };
      },
    },
    giveUp: () => answers.end(new Error("The server has refused what was passed on.")),
  };
}
