import { setTimeout as delay } from "node:timers/promises";
import type { Link } from "@countersign/core";
import { type Mutant, withLink, withListenerClose } from "./mutant.ts";

export const openingMutants: readonly Mutant[] = [
  {
    fault: "does not name the peer",
    fails: "is dialled at the address its listener says (T-1)",
    mutate: withLink(() => ({ remoteAddress: "" })),
  },
  {
    fault: "does not promise reliability",
    fails: "says that its links are reliable (T-7)",
    mutate: withLink(({ traits }) => ({ traits: { ...traits, reliable: false } })),
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
    fault: "rejects a dial with the system's error",
    fails: "rejects a dial that nobody answers with LinkError (T-3)",
    mutate: (transport) => ({ ...transport, dial: (...to) => transport.dial(...to).catch(rethrowCause) }),
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
    fault: "goes on accepting after the listener closed",
    fails: closeOfListener(),
    mutate: withListenerClose(async (listener) => void setTimeout(() => listener.close(), 50)),
  },
  {
    fault: "ends its links with the listener",
    fails: closeOfListener(),
    mutate: withListenerClose(async (listener, links) => {
      await listener.close();
      for (const link of links) link.abort();
    }),
  },
  {
    fault: "closes the listener only when its links are gone",
    fails: closeOfListener(),
    mutate: withListenerClose(async (listener, links) => {
      await listener.close();
      while (links.some(isOpen)) await delay(5);
    }),
  },
];

function isOpen(link: Link): boolean {
  const loan = link.reserve(1);
  if (loan) link.commit(0);
  return loan !== undefined;
}

function closeOfListener(): string {
  return "accepts nothing more after the listener closed, and open links live on (T-6)";
}

function rethrowCause(error: Error): never {
  throw error.cause;
}
