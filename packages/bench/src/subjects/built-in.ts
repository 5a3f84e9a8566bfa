import type { KindName } from "../scenarios/kind.ts";
import { type NetworkName, networkNames } from "../scenarios/shape.ts";
import { ciphers, type ModulusBits } from "./ciphers.ts";
import { cryptoSubjects, envelopeSubjects } from "./envelope-subjects.ts";
import type { BenchCipher } from "./session.ts";
import type { Subject } from "./subject.ts";
import { openTransport } from "./transport.ts";

/** It has no streams that could share a bottleneck, and no session whose memory could be weighed. */
const rawUdpKinds: readonly KindName[] = [
  ...(["throughput", "datagrams", "round-trip", "handshake", "first-echo"] as const),
  ...(["handshake-rate", "latency", "footprint"] as const),
];

/** In the order of the rows. Each loads in a process that measures it, and nowhere else. */
export const builtInSubjects: readonly Subject[] = [
  {
    name: "raw",
    transport: "tcp",
    authentication: "none",
    protects: false,
    load: async () => (await import("./raw.ts")).raw(),
  },
  {
    name: "raw",
    transport: "udp",
    authentication: "none",
    protects: false,
    kinds: rawUdpKinds,
    repairs: false,
    load: async ({ packetBytes }) => (await import("./raw-udp/raw-udp.ts")).rawUdp(packetBytes ?? defaultPacketBytes),
  },
  tls13(2048),
  tls13(3072),
  tls13(4096),
  ...networkNames.flatMap(sessionsOver),
  ...envelopeSubjects,
  ...cryptoSubjects,
];

function sessionsOver(transport: NetworkName): readonly Subject[] {
  const handshakes = handshakesOnly();
  return [
    { ...over(transport, "insecure-plain", ciphers.insecurePlain), protects: false },
    over(transport, "hybrid-2048", () => ciphers.hybrid(2048)),
    { ...over(transport, "hybrid-3072", () => ciphers.hybrid(3072)), ...handshakes },
    { ...over(transport, "hybrid-4096", () => ciphers.hybrid(4096)), ...handshakes },
    over(transport, "sealed-box", ciphers.sealedBox),
    // Who the client is has been settled when messages flow: they cost the same.
    { ...over(transport, "hybrid-2048", () => ciphers.hybrid(2048), "none"), ...handshakes },
    { ...over(transport, "sealed-box", ciphers.sealedBox, "none"), ...handshakes },
    { ...over(transport, "sealed-box", ciphers.sealedBox, "scram"), ...handshakes },
  ];
}

function over(
  transport: NetworkName,
  name: string,
  openCipher: () => Promise<BenchCipher>,
  authentication: "hmac" | "none" | "scram" = "hmac",
): Subject {
  return {
    ...{ name, transport, authentication, protects: true },
    load: async ({ packetBytes }) => {
      const { session } = await import("./session.ts");
      const own = (await import("./session-authentication.ts"))[authentication];
      return session(await openTransport(transport, packetBytes), await openCipher(), packetBytes, own);
    },
  };
}

function tls13(modulusBits: ModulusBits): Subject {
  return {
    name: `tls13-rsa${modulusBits}`,
    transport: "tcp",
    authentication: "certificate",
    protects: true,
    ...(modulusBits !== 2048 && handshakesOnly()),
    load: async () => {
      const { certificate } = await import("./tls-credentials.ts");
      return (await import("./tls13.ts")).tls13(certificate(modulusBits));
    },
  };
}

/** An RSA key plays no part after the handshake: messages cost the same behind every size of it. */
function handshakesOnly(): { readonly kinds: readonly KindName[] } {
  return { kinds: ["handshake"] };
}

/** For those who load a subject without a scenario. */
const defaultPacketBytes = 1_200;
