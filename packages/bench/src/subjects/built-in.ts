import type { KindName } from "../scenarios/kind.ts";
import { type TransportName, transportNames } from "../scenarios/shape.ts";
import { ciphers } from "./ciphers.ts";
import type { BenchCipher } from "./session.ts";
import type { Subject } from "./subject.ts";
import { openTransport } from "./transport.ts";

type ModulusBits = 2048 | 3072;

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
    kinds: ["throughput", "datagrams", "round-trip", "handshake", "first-echo"],
    repairs: false,
    load: async ({ packetBytes }) => (await import("./raw-udp/raw-udp.ts")).rawUdp(packetBytes ?? defaultPacketBytes),
  },
  tls13(2048),
  tls13(3072),
  ...transportNames.flatMap(sessionsOver),
];

function sessionsOver(transport: TransportName): readonly Subject[] {
  return [
    { ...over(transport, "insecure-plain", ciphers.insecurePlain), protects: false },
    over(transport, "hybrid-2048", () => ciphers.hybrid(2048)),
    { ...over(transport, "hybrid-3072", () => ciphers.hybrid(3072)), ...handshakesOnly() },
    over(transport, "sealed-box", ciphers.sealedBox),
  ];
}

function over(transport: TransportName, name: string, openCipher: () => Promise<BenchCipher>): Subject {
  return {
    ...{ name, transport, authentication: "hmac", protects: true },
    load: async ({ packetBytes }) => {
      const { session } = await import("./session.ts");
      return session(await openTransport(transport, packetBytes), await openCipher(), packetBytes);
    },
  };
}

function tls13(modulusBits: ModulusBits): Subject {
  return {
    name: `tls13-rsa${modulusBits}`,
    transport: "tcp",
    authentication: "certificate",
    protects: true,
    ...(modulusBits === 3072 && handshakesOnly()),
    load: async () => (await import("./tls13.ts")).tls13(modulusBits),
  };
}

/** An RSA key plays no part after the handshake: messages cost the same behind every size of it. */
function handshakesOnly(): { readonly kinds: readonly KindName[] } {
  return { kinds: ["handshake"] };
}

/** For those who load a subject without a scenario. */
const defaultPacketBytes = 1_200;
