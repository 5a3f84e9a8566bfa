import { type Mutant, withLink, withSink } from "./mutant.ts";

const pauseCase = "hands over nothing while paused, and all of it after (T-13)";

export const flowMutants: readonly Mutant[] = [
  {
    fault: "does not pause",
    fails: pauseCase,
    mutate: withLink(() => ({ pause() {} })),
  },
  {
    fault: "pauses only after the rest of the read",
    fails: pauseCase,
    mutate: withLink((link) => ({ pause: () => void setImmediate(() => link.pause()) })),
  },
  {
    fault: "does not resume",
    fails: pauseCase,
    mutate: withLink(() => ({ resume() {} })),
  },
  {
    fault: "resumes late, when it was paused again",
    fails: "stays paused however often it was paused and resumed before (T-13)",
    mutate: withLink((link) => ({ resume: () => void setImmediate(() => link.resume()) })),
  },
  {
    fault: "lends without end",
    fails: "lends a bounded amount of memory to a peer that does not read (T-14)",
    mutate: withLink((link) => ({
      reserve: (bytes) => link.reserve(bytes) ?? new Uint8Array(bytes),
      commit() {},
    })),
  },
  {
    fault: "does not say that there is room",
    fails: "says when there is room again (T-15)",
    mutate: withSink(() => ({ handleWritable() {} })),
  },
  {
    fault: "uses memory again before the kernel took it",
    fails: "sends what was committed and not what the memory was used for later (T-9)",
    mutate: withLink((link) => {
      const loans: Uint8Array[] = [];
      return {
        reserve(bytes) {
          const loan = link.reserve(bytes);
          if (loan) loans.push(loan);
          return loan;
        },
        flush() {
          link.flush();
          for (const loan of loans.splice(0)) loan.fill(0xee);
        },
      };
    }),
  },
  {
    fault: "stands still when one peer does",
    fails: "goes on with one peer while another does not read (T-22)",
    mutate(transport) {
      let full = false;
      return withLink((link) => ({
        reserve(bytes) {
          const loan = full ? undefined : link.reserve(bytes);
          full ||= !loan;
          return loan;
        },
      }))(transport);
    },
  },
  {
    fault: "sends nothing that is flushed inside handlePacket",
    fails: "lets the sink send from inside handlePacket (T-16)",
    mutate(transport) {
      let handling = false;
      const withDeafFlush = withLink((link) => ({ flush: () => void (handling || link.flush()) }));
      const withHandling = withSink((sink) => ({
        handlePacket(packet, path) {
          handling = true;
          sink.handlePacket(packet, path);
          handling = false;
        },
      }));
      return withDeafFlush(withHandling(transport));
    },
  },
];
