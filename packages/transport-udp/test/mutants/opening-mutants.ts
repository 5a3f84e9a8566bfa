import { setTimeout as delay } from "node:timers/promises";
import { LinkError } from "@countersign/core";
import { type Mutant, withLink, withListenerClose, withSink } from "./mutant.ts";

const nobodyCase = "dials where nobody is, and outlives it (T-24)";
const closeCase = "meets nobody after the listener closed, and open links live on (T-6)";

export const openingMutants: readonly Mutant[] = [
  {
    fault: "does not name the peer",
    fails: "is dialled at the address its listener says (T-1)",
    mutate: withLink(() => ({ remoteAddress: "" })),
  },
  {
    fault: "listens anywhere when the address is malformed",
    fails: "refuses a malformed address with UsageError (T-2)",
    mutate: (transport) => ({
      ...transport,
      listen: (address, host) => transport.listen(address || "127.0.0.1:0", host),
    }),
  },
  {
    fault: "rejects a second listener with the system's error",
    fails: "rejects a second listener on one address with LinkError (T-5)",
    mutate: (transport) => ({ ...transport, listen: (...at) => transport.listen(...at).catch(rethrowCause) }),
  },
  {
    fault: "ignores the signal",
    fails: "rejects an aborted dial with the signal's reason (T-4)",
    mutate: (transport) => ({ ...transport, dial: (address) => transport.dial(address) }),
  },
  {
    fault: "looks at the signal only before it dials",
    fails: "rejects an aborted dial with the signal's reason (T-4)",
    mutate: (transport) => ({
      ...transport,
      dial: async (address, options) => {
        options?.signal?.throwIfAborted();
        return transport.dial(address);
      },
    }),
  },
  {
    fault: "promises reliability",
    fails: "says that its links lose packets (T-23)",
    mutate: withLink(({ traits }) => ({ traits: { ...traits, reliable: true } })),
  },
  {
    fault: "has no room for a HELLO",
    fails: "says that its links lose packets (T-23)",
    mutate: withLink(({ traits }) => ({ traits: { ...traits, basePacketBytes: 1_199 } })),
  },
  {
    fault: "ends when nobody is there",
    fails: nobodyCase,
    mutate: withSink((sink) => ({
      handleHint: (hint) => sink.handleEnd(hint.kind === "unreachable" ? hint.cause : undefined),
    })),
  },
  {
    fault: "rejects a dial that nobody answers",
    fails: nobodyCase,
    mutate: (transport) => ({
      ...transport,
      dial: async (address) => {
        throw new LinkError("ERR_COUNTERSIGN_CONNECT", `nobody answers at ${address}`);
      },
    }),
  },
  {
    fault: "goes on meeting strangers after the listener closed",
    fails: closeCase,
    mutate: withListenerClose(async (listener) => void setTimeout(() => listener.close(), 100)),
  },
  {
    fault: "ends its links with the listener",
    fails: closeCase,
    mutate: withListenerClose(async (listener, links) => {
      await listener.close();
      for (const link of links) link.abort();
    }),
  },
  {
    fault: "closes the listener only when its links are gone",
    fails: closeCase,
    mutate: withListenerClose(async (listener, links) => {
      await listener.close();
      const until = performance.now() + 1_000;
      while (links.some(({ reserve }) => reserve(1)) && performance.now() < until) await delay(5);
      if (performance.now() >= until) throw new Error("links are still open");
    }),
  },
];

function rethrowCause(error: Error): never {
  throw error.cause;
}
