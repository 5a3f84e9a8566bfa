import type { Path } from "@countersign/core";
import { type Mutant, withLink, withSink } from "./mutant.ts";

const sizesCase = "carries packets of every size whole, both ways (T-8, T-23)";
const togetherCase = "neither merges nor splits packets sent together (T-8)";
const loanCase = "sends of a loan what was committed, and nothing of one given back (T-9)";
const turnCase = "tells the sink when the packets of a read are handed over (T-11)";
const limitCase = "drops a packet larger than its limit, and goes on (T-28)";
const pathCase = "names one path for one place, and sends along the one it is told (T-29)";
const roomCase = "lends a bounded amount of memory, and says when there is room again (T-14, T-15)";

export const packetMutants: readonly Mutant[] = [
  {
    fault: "sends the whole loan",
    fails: loanCase,
    mutate: withLink((link) => {
      let lent = 0;
      return {
        reserve(bytes) {
          lent = bytes;
          return link.reserve(bytes);
        },
        commit: (bytes) => link.commit(bytes > 0 ? lent : 0),
      };
    }),
  },
  {
    fault: "sends a loan that was given back",
    fails: loanCase,
    mutate: withLink((link) => ({ commit: (bytes) => link.commit(bytes || 1) })),
  },
  {
    fault: "shows what the sink wrote in the next packet",
    fails: "lets the sink overwrite a packet (T-10)",
    mutate: withSink((sink) => {
      let overwritten = false;
      return {
        handlePacket(packet, path) {
          if (overwritten) packet.fill(0xff);
          sink.handlePacket(packet, path);
          overwritten = packet.every((byte) => byte === 0xff);
        },
      };
    }),
  },
  {
    fault: "never ends a turn",
    fails: turnCase,
    mutate: withSink(() => ({ handleTurnEnd() {} })),
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
  {
    fault: "shows the route id",
    fails: sizesCase,
    mutate: withSink((sink) => ({
      handlePacket: (packet, path) => sink.handlePacket(Buffer.concat([Buffer.alloc(8), packet]), path),
    })),
  },
  {
    fault: "cuts large packets",
    fails: sizesCase,
    mutate: withSink((sink) => ({
      handlePacket: (packet, path) => sink.handlePacket(packet.subarray(0, 1_200), path),
    })),
  },
  {
    fault: "merges two packets",
    fails: togetherCase,
    mutate: withSink((sink) => {
      let held: Buffer | undefined;
      return {
        handlePacket(packet, path) {
          if (packet.length > 600) return sink.handlePacket(packet, path);
          if (held) sink.handlePacket(Buffer.concat([held, packet]), path);
          held = held ? undefined : Buffer.from(packet);
        },
      };
    }),
  },
  {
    fault: "splits packets",
    fails: togetherCase,
    mutate: withSink((sink) => ({
      handlePacket(packet, path) {
        for (let at = 0; at < packet.length; at += 1_100) sink.handlePacket(packet.subarray(at, at + 1_100), path);
      },
    })),
  },
  {
    fault: "takes packets beyond the limit",
    fails: limitCase,
    mutate: withLink((link) => ({ limitReceive: (bytes) => link.limitReceive(Math.max(bytes, 4_096)) })),
  },
  {
    fault: "does not raise the limit",
    fails: limitCase,
    mutate: withLink((link) => {
      let limited = false;
      return {
        limitReceive(bytes) {
          if (!limited) link.limitReceive(bytes);
          limited = true;
        },
      };
    }),
  },
  {
    fault: "takes anything before it was told a limit",
    fails: "takes 4,096 bytes at most until told otherwise (T-28)",
    mutate: withLink((link) => ({
      start(sink) {
        link.limitReceive(2 ** 17);
        link.start(sink);
      },
    })),
  },
  {
    fault: "names a new path for each packet",
    fails: pathCase,
    mutate: withSink((sink) => ({
      handlePacket: (packet, { address, proven }) => sink.handlePacket(packet, { address, proven }),
    })),
  },
  {
    fault: "sends nothing along a path it is told",
    fails: pathCase,
    mutate: withLink((link) => ({ commit: (bytes, path?: Path) => link.commit(path ? 0 : bytes) })),
  },
  {
    fault: "pauses",
    fails: "pauses nothing (T-28)",
    mutate(transport) {
      let paused = false;
      const withPause = withLink(() => ({
        pause() {
          paused = true;
        },
      }));
      const whenNotPaused = withSink((sink) => ({
        handlePacket(packet, path) {
          if (!paused) sink.handlePacket(packet, path);
        },
      }));
      return withPause(whenNotPaused(transport));
    },
  },
  {
    fault: "lends without end",
    fails: roomCase,
    mutate: withLink((link) => ({
      reserve: (bytes) => link.reserve(bytes) ?? new Uint8Array(bytes),
      commit() {},
    })),
  },
  {
    fault: "does not say that there is room",
    fails: roomCase,
    mutate: withSink(() => ({ handleWritable() {} })),
  },
  {
    fault: "lends the same memory again before it was sent",
    fails: "sends what was committed and not what the memory was used for later (T-9)",
    mutate: withLink((link) => {
      const memory = new Uint8Array(2 ** 16);
      const committed: number[] = [];
      return {
        reserve: (bytes) => memory.subarray(0, bytes),
        commit: (bytes) => void committed.push(bytes),
        flush() {
          for (const bytes of committed.splice(0)) {
            link.reserve(bytes)?.set(memory.subarray(0, bytes));
            link.commit(bytes);
          }
          link.flush();
        },
      };
    }),
  },
];
