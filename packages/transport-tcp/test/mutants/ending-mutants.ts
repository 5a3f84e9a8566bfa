import type { Link } from "@countersign/core";
import { type Mutant, withLink, withSink } from "./mutant.ts";

const closeCase = "sends on close what was committed, and then ends without a cause (T-17)";

export const endingMutants: readonly Mutant[] = [
  {
    fault: "drops on close what was not flushed",
    fails: closeCase,
    mutate: withLink((link) => {
      let unflushed: Uint8Array[] = [];
      let loan = new Uint8Array();
      return {
        reserve(bytes) {
          loan = new Uint8Array(bytes);
          return loan;
        },
        commit: (bytes) => void unflushed.push(loan.subarray(0, bytes)),
        flush() {
          for (const packet of unflushed) {
            link.reserve(packet.length)?.set(packet);
            link.commit(packet.length);
          }
          unflushed = [];
          link.flush();
        },
      };
    }),
  },
  {
    fault: "gives a cause for an end that is none",
    fails: closeCase,
    mutate: withSink((sink) => ({ handleEnd: (cause) => sink.handleEnd(cause ?? new Error("the peer ended")) })),
  },
  {
    fault: "never resolves close",
    fails: closeCase,
    mutate: withLink((link) => ({
      close() {
        void link.close();
        return new Promise(() => {});
      },
    })),
  },
  {
    fault: "closes without reading what the peer sent",
    fails: "loses nothing it sent when it closes with packets unread (T-17)",
    mutate: withLink((link) => ({
      async close() {
        link.abort();
      },
    })),
  },
  {
    fault: "resolves only the first close",
    fails: "resolves close whenever it is called (T-18)",
    mutate: withLink((link) => {
      let closed = false;
      return {
        close() {
          if (closed) return new Promise(() => {});
          closed = true;
          return link.close();
        },
      };
    }),
  },
  {
    fault: "hands over the rest of the read after close",
    fails: "hands over nothing after close (T-19)",
    mutate: withLink((link) => ({ close: async () => void setImmediate(() => link.close()) })),
  },
  {
    fault: "hands over the rest of the read after abort",
    fails: "says nothing after abort, and the peer hears of the end (T-19)",
    mutate: withLink((link) => ({ abort: () => void setImmediate(() => link.abort()) })),
  },
  {
    fault: "tells of its own abort",
    fails: "says nothing after abort, and the peer hears of the end (T-19)",
    mutate: withLink((link) => {
      let tell = () => {};
      return {
        start(sink) {
          tell = () => sink.handleEnd();
          link.start(sink);
        },
        abort() {
          link.abort();
          setImmediate(tell);
        },
      };
    }),
  },
  {
    fault: "ends twice",
    fails: "ends once, and says nothing after it (T-20)",
    mutate: withSink((sink) => ({
      handleEnd(cause) {
        sink.handleEnd(cause);
        setImmediate(() => sink.handleEnd(cause));
      },
    })),
  },
  {
    fault: "ends its turn after the end",
    fails: "ends once, and says nothing after it (T-20)",
    mutate: withSink((sink) => ({
      handleEnd(cause) {
        sink.handleEnd(cause);
        sink.handleTurnEnd();
      },
    })),
  },
  {
    fault: "lends after the end",
    fails: "lends nothing after the end, and takes every call (T-21)",
    mutate: withLink((link) => ({ reserve: (bytes) => link.reserve(bytes) ?? new Uint8Array(bytes) })),
  },
  {
    fault: "throws at a call after the end",
    fails: "lends nothing after the end, and takes every call (T-21)",
    mutate: withLink((link) => ({
      resume() {
        if (!link.reserve(1)) throw new Error("the link is gone");
        link.commit(0);
      },
    })),
  },
  {
    fault: "aborts all links with one",
    fails: "ends one link and no other (T-22)",
    mutate(transport) {
      const links: Link[] = [];
      return withLink((link) => {
        links.push(link);
        return {
          abort() {
            for (const each of links) each.abort();
          },
        };
      })(transport);
    },
  },
];
