import { type SessionMutant, telling, withIteration, withSession } from "./session-wrapper.ts";

/** Of its consumers. */
export const consumingMutants: readonly SessionMutant[] = [
  {
    fault: "begins an iteration with the last message again",
    fails: "may leave an iteration and begin another where it stopped (I-7)",
    mutate: withIteration(() => {
      let last: IteratorResult<Buffer, undefined> | undefined;
      return (next) => {
        let first = last;
        return async () => {
          last = first ?? (await next());
          first = undefined;
          return last;
        };
      };
    }),
  },
  {
    fault: "turns every batch around",
    fails: "get everything that has arrived as batches (I-8)",
    mutate: withSession((session) => ({
      async *batches() {
        for await (const batch of session.batches()) yield [...batch].reverse();
        return undefined;
      },
    })),
  },
  {
    fault: "tells a listener first what came last",
    fails: "may listen, and get what waited first (I-7)",
    mutate: withSession((session) => telling(session, "message", swapFirstTwo)),
  },
  {
    fault: "tells a listener the second message first",
    fails: "hear messages in order, though one of them closes or sends much (I-9)",
    mutate: withSession((session) => telling(session, "message", swapFirstTwo)),
  },
  {
    fault: "listens for ever",
    fails: "may listen once, and leave the rest to another (I-7)",
    mutate: withSession((session) => ({ once: session.on.bind(session) })),
  },
  {
    fault: "keeps listeners that were all to go",
    fails: "may stop listening to everything, and leave the rest to another (I-7)",
    mutate: withSession((session) => ({ removeAllListeners: () => session })),
  },
  {
    fault: "gives a second consumer nothing",
    fails: "are one at a time (I-6)",
    mutate: withSession((session) => ({
      [Symbol.asyncIterator]() {
        try {
          return session[Symbol.asyncIterator]();
        } catch {
          return { next: async () => ({ done: true, value: undefined }) };
        }
      },
    })),
  },
  {
    fault: "loses a byte of a stream",
    fails: "may treat the session as a stream of bytes (I-10)",
    mutate: withSession((session) => ({
      stream() {
        const stream = session.stream().on("error", () => {});
        const end = stream.end.bind(stream);
        return Object.assign(stream, { end: (chunk?: Buffer) => (chunk ? end(chunk.subarray(1)) : end()) });
      },
    })),
  },
];

function swapFirstTwo(listener: (message: Buffer) => void): (message: Buffer) => void {
  let held: Buffer | undefined;
  let swapped = false;
  return (message) => {
    if (swapped) return listener(message);
    if (!held) {
      held = message;
      return;
    }
    swapped = true;
    listener(message);
    listener(held);
  };
}
