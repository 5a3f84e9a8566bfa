import type { KindName } from "../../scenarios/kind.ts";
import type { Ends, Subject } from "../subject.ts";
import type { StreamSecurity } from "./stream-security.ts";

const udxKinds: readonly KindName[] = [
  ...(["throughput", "round-trip", "handshake", "first-echo", "sharing"] as const),
  ...(["handshake-rate", "latency", "footprint"] as const),
];

/** What a user might take instead, measured with `--peers` where it is installed. */
export const peerSubjects: readonly Subject[] = [
  {
    name: "tls13-rsa2048",
    transport: "tcp",
    authentication: "certificates",
    protects: true,
    load: async () => {
      const { certificates } = await import("../tls-credentials.ts");
      return (await import("../tls13.ts")).tls13(certificates(2048));
    },
  },
  {
    name: "tls13-psk",
    transport: "tcp",
    authentication: "psk",
    protects: true,
    load: async () => {
      const { preSharedKey } = await import("../tls-credentials.ts");
      return (await import("../tls13.ts")).tls13(preSharedKey());
    },
  },
  {
    name: "secret-stream",
    transport: "tcp",
    authentication: "keys",
    protects: true,
    unavailable: () => reasonOf(loadSecretStream),
    load: async () => (await import("./tcp-streams.ts")).tcpStreams(await loadSecretStream()),
  },
  {
    name: "libp2p-noise",
    transport: "tcp",
    authentication: "keys",
    protects: true,
    unavailable: () => reasonOf(loadNoise),
    load: async () => (await import("./tcp-streams.ts")).tcpStreams(await loadNoise()),
  },
  {
    name: "zeromq-curve",
    transport: "tcp",
    authentication: "keys",
    protects: true,
    unavailable: () => reasonOf(loadZeroMq),
    load: loadZeroMq,
  },
  {
    name: "udx",
    transport: "udp",
    authentication: "none",
    protects: false,
    kinds: udxKinds,
    ownPackets: true,
    unavailable: () => reasonOf(loadUdx),
    load: async () => loadUdx(),
  },
  {
    name: "udx-secret",
    transport: "udp",
    authentication: "keys",
    protects: true,
    kinds: udxKinds,
    ownPackets: true,
    unavailable: () => reasonOf(async () => loadUdx(await loadSecretStream())),
    load: async () => loadUdx(await loadSecretStream()),
  },
  {
    name: "quic-rsa2048",
    transport: "udp",
    authentication: "certificates",
    protects: true,
    kinds: ["throughput", "round-trip", "handshake", "first-echo"],
    ownPackets: true,
    unavailable: () => reasonOf(loadQuic),
    load: loadQuic,
  },
  {
    name: "dtls12-rsa2048",
    transport: "udp",
    authentication: "certificate",
    protects: true,
    kinds: udxKinds.filter((kind) => kind !== "sharing"),
    repairs: false,
    unavailable: () => reasonOf(() => loadDtls(null)),
    load: async ({ packetBytes }) => loadDtls(packetBytes),
  },
];

async function loadSecretStream(): Promise<StreamSecurity> {
  return (await import("./secret-stream/secret-stream.ts")).secretStream();
}

async function loadNoise(): Promise<StreamSecurity> {
  return (await import("./noise/noise.ts")).noise();
}

async function loadDtls(packetBytes: number | null): Promise<Ends> {
  return (await import("./dtls/dtls.ts")).dtls(packetBytes ?? leastPacketBytes);
}

async function loadQuic(): Promise<Ends> {
  return (await import("./quic/quic.ts")).quic();
}

async function loadZeroMq(): Promise<Ends> {
  return (await import("./zeromq/zeromq.ts")).zeromq();
}

async function loadUdx(security?: StreamSecurity): Promise<Ends> {
  const { noSecurity } = await import("./stream-security.ts");
  return (await import("./udx/udx.ts")).udx(security ?? noSecurity);
}

/** Why it does not load; undefined: it does. */
function reasonOf(load: () => Promise<unknown>): Promise<string | undefined> {
  return load().then(
    () => undefined,
    (error: Error) => error.message.split("\n")[0],
  );
}

/** For those who load a subject without a scenario. */
const leastPacketBytes = 1_200;
