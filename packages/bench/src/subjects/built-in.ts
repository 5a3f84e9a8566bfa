import type { KindName } from "../scenarios/kind.ts";
import type { Subject } from "./subject.ts";

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
    name: "insecure-plain",
    transport: "tcp",
    authentication: "hmac",
    protects: false,
    load: async () => (await import("./insecure-plain.ts")).insecurePlainOverTcp(),
  },
  tls13(2048),
  tls13(3072),
  hybrid(2048),
  hybrid(3072),
  {
    name: "sealed-box",
    transport: "tcp",
    authentication: "hmac",
    protects: true,
    load: async () => (await import("./sealed-box.ts")).sealedBoxOverTcp(),
  },
];

type ModulusBits = 2048 | 3072;

function tls13(modulusBits: ModulusBits): Subject {
  return {
    name: `tls13-rsa${modulusBits}`,
    transport: "tcp",
    authentication: "certificate",
    protects: true,
    kinds: kindsOf(modulusBits),
    load: async () => (await import("./tls13.ts")).tls13(modulusBits),
  };
}

function hybrid(modulusBits: ModulusBits): Subject {
  return {
    name: `hybrid-${modulusBits}`,
    transport: "tcp",
    authentication: "hmac",
    protects: true,
    kinds: kindsOf(modulusBits),
    load: async () => (await import("./hybrid.ts")).hybridOverTcp(modulusBits),
  };
}

/** An RSA key plays no part after the handshake: messages cost the same behind every size of it. */
function kindsOf(modulusBits: ModulusBits): readonly KindName[] {
  return modulusBits === 2048 ? ["handshake", "round-trip", "throughput", "memory"] : ["handshake"];
}
