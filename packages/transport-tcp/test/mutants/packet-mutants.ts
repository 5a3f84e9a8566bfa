import { type Mutant, withLink, withSink } from "./mutant.ts";

const limitCase = "ends with PeerError at a packet larger than 4,096 bytes, until told otherwise (T-12)";
const loanCase = "sends of a loan what was committed, and nothing of one given back (T-9)";

export const packetMutants: readonly Mutant[] = [
  {
    fault: "changes a byte of a large packet",
    fails: "carries packets of every size unchanged, both ways (T-7, T-8)",
    mutate: withSink((sink) => ({
      handlePacket(packet, path) {
        if (packet.length > 9_999) packet[9_999] = (packet[9_999] ?? 0) ^ 1;
        sink.handlePacket(packet, path);
      },
    })),
  },
  {
    fault: "merges two packets",
    fails: "neither merges nor splits packets sent together (T-8)",
    mutate: withSink((sink) => {
      let held: Buffer | undefined;
      return {
        handlePacket(packet, path) {
          if (held) sink.handlePacket(Buffer.concat([held, packet]), path);
          held = held ? undefined : Buffer.from(packet);
        },
      };
    }),
  },
  {
    fault: "splits packets",
    fails: "neither merges nor splits packets sent together (T-8)",
    mutate: withSink((sink) => ({
      handlePacket(packet, path) {
        for (let at = 0; at < packet.length; at += 60) sink.handlePacket(packet.subarray(at, at + 60), path);
      },
    })),
  },
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
    fails: "tells the sink when the packets of a read are handed over (T-11)",
    mutate: withSink(() => ({ handleTurnEnd() {} })),
  },
  {
    fault: "ends the turn before its packets",
    fails: "tells the sink when the packets of a read are handed over (T-11)",
    mutate: withSink((sink) => {
      let began = false;
      return {
        handlePacket(packet, path) {
          if (!began) sink.handleTurnEnd();
          began = true;
          sink.handlePacket(packet, path);
        },
        handleTurnEnd() {
          began = false;
        },
      };
    }),
  },
  {
    fault: "accepts larger packets from a stranger",
    fails: limitCase,
    mutate: withLink((link) => ({
      start(sink) {
        link.limitReceive(5_000);
        link.start(sink);
      },
    })),
  },
  {
    fault: "does not raise its limit",
    fails: limitCase,
    mutate: withLink(() => ({ limitReceive() {} })),
  },
  {
    fault: "does not blame the peer for a packet that is too large",
    fails: limitCase,
    mutate: withSink((sink) => ({ handleEnd: () => sink.handleEnd() })),
  },
];
