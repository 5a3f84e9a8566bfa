import type { Authenticator } from "../authenticator.ts";
import { PeerError } from "../errors.ts";

const mechanism = "none";

/** The client proves nothing and stays anonymous (spec: A-6): for services that are open to everyone. */
export function anonymous(): Authenticator<"client"> {
  return { role: "client", mechanism, begin };
}

/** Admits every client, without a name. */
export function anyone(): Authenticator<"server"> {
  return { role: "server", mechanism, begin };
}

function begin() {
  return {
    step(received: Uint8Array) {
      if (received.length > 0) throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "`none` has empty steps.");
      return { kind: "done", result: { peer: { mechanism } } } as const;
    },
  };
}
