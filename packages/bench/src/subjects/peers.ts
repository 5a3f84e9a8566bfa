import type { Subject } from "./subject.ts";

/** What a user might take instead, measured with `--peers` where it is installed. */
export const peerSubjects: readonly Subject[] = [
  {
    name: "udx",
    transport: "udp",
    authentication: "none",
    protects: false,
    kinds: ["throughput", "round-trip", "handshake", "first-echo", "sharing"],
    ownPackets: true,
    unavailable: async () => {
      const { openUdx } = await import("./udx/module.ts");
      return openUdx().then(
        () => undefined,
        (error: Error) => error.message.split("\n")[0],
      );
    },
    load: async () => (await import("./udx/udx.ts")).udx(),
  },
];
