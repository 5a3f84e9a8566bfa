import type { Link } from "@countersign/core";
import { type Mutant, withLink, withSink } from "./mutant.ts";

const closeCase = "sends on close what was committed, and ends nothing at the peer (T-30)";

export const endingMutants: readonly Mutant[] = [
  {
    fault: "drops on close what was not flushed",
    fails: closeCase,
    mutate: withLink((link) => ({
      async close() {
        link.abort();
      },
    })),
  },
  {
    fault: "ends with a silence",
    fails: closeCase,
    mutate: withSink((sink) => {
      let timer: NodeJS.Timeout | undefined;
      return {
        handlePacket(packet, path) {
          clearTimeout(timer);
          timer = setTimeout(() => sink.handleEnd(), 25);
          sink.handlePacket(packet, path);
        },
      };
    }),
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
    fault: "closes later",
    fails: "hands over nothing after close (T-19)",
    mutate: withLink((link) => ({ close: async () => void setTimeout(() => link.close(), 5) })),
  },
  {
    fault: "aborts later",
    fails: "says nothing after abort (T-19)",
    mutate: withLink((link) => ({ abort: () => void setTimeout(() => link.abort(), 5) })),
  },
  {
    fault: "tells of its own abort",
    fails: "says nothing after abort (T-19)",
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
