import type { Path } from "@countersign/core";
import { type Mutant, withHost, withSink } from "./mutant.ts";

const askCase = "asks the host about each packet of a stranger, and keeps nothing of it (T-25)";
const replyCase = "sends a stranger the reply, and keeps nothing of it (T-26)";
const firstCase = "hands the admitted packet to its link first, and the rest without asking (T-27)";

export const strangerMutants: readonly Mutant[] = [
  {
    fault: "takes a stranger's path for proven",
    fails: askCase,
    mutate: withHost((host) => ({
      screen: (packet, path) => host.screen(packet, { address: path.address, proven: true }),
    })),
  },
  {
    fault: "asks about a stranger once",
    fails: askCase,
    mutate: withHost((host) => {
      const seen = new Set<string>();
      return {
        screen(packet, path) {
          if (seen.has(path.address)) return "ignore";
          seen.add(path.address);
          return host.screen(packet, path);
        },
      };
    }),
  },
  {
    fault: "makes a link of a stranger that was to be ignored",
    fails: askCase,
    mutate: withHost((host) => ({
      screen(packet, path) {
        host.screen(packet, path);
        return "admit";
      },
    })),
  },
  {
    fault: "shows the host half a packet",
    fails: "shows the host no stranger's packet larger than 4,096 bytes (T-25)",
    mutate: withHost((host) => ({
      screen: (packet, path) => host.screen(packet.subarray(0, packet.length / 2), path),
    })),
  },
  {
    fault: "cuts replies to what came",
    fails: replyCase,
    mutate: withHost((host) => ({
      screen(packet, path) {
        const answer = host.screen(packet, path);
        return typeof answer === "object" ? { reply: answer.reply.subarray(0, packet.length) } : answer;
      },
    })),
  },
  {
    fault: "replies once to one address",
    fails: replyCase,
    mutate: withHost((host) => {
      const replied = new Set<string>();
      return {
        screen(packet, path) {
          const answer = host.screen(packet, path);
          if (replied.has(path.address)) return "ignore";
          replied.add(path.address);
          return answer;
        },
      };
    }),
  },
  {
    fault: "cuts a reply that is too long, and sends it",
    fails: "sends a stranger no more than three times what it got (T-26)",
    mutate: withHost((host) => ({
      screen(packet, path) {
        const answer = host.screen(packet, path);
        return typeof answer === "object" ? { reply: answer.reply.subarray(0, 3 * packet.length) } : answer;
      },
    })),
  },
  {
    fault: "loses the admitted packet",
    fails: firstCase,
    mutate: withSink((sink) => {
      let first = true;
      return {
        handlePacket(packet, path) {
          if (!first) sink.handlePacket(packet, path);
          first = false;
        },
      };
    }),
  },
  {
    fault: "drops a packet that came before",
    fails: firstCase,
    mutate: withSink((sink) => {
      const seen = new Set<string>();
      return {
        handlePacket(packet, path) {
          const text = Buffer.from(packet).toString("latin1");
          if (!seen.has(text)) sink.handlePacket(packet, path);
          seen.add(text);
        },
      };
    }),
  },
  {
    fault: "asks the host about packets of a link, too",
    fails: firstCase,
    mutate(transport) {
      let ask = (_path: Path) => {};
      const asking = withSink((sink) => ({
        handlePacket(packet, path) {
          ask(path);
          sink.handlePacket(packet, path);
        },
      }))(transport);
      return withHost((host) => {
        ask = (path) => void host.screen(new Uint8Array(1), path);
        return {};
      })(asking);
    },
  },
  {
    fault: "meets a client only once",
    fails: "meets a client again when its link is gone (T-27)",
    mutate: withHost((host) => {
      const met = new Set<string>();
      return {
        screen(packet, path) {
          if (met.has(path.address)) return "ignore";
          met.add(path.address);
          return host.screen(packet, path);
        },
      };
    }),
  },
];
