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

function tls13(modulusBits: number): Subject {
  return {
    name: `tls13-rsa${modulusBits}`,
    transport: "tcp",
    authentication: "certificate",
    protects: true,
    load: async () => (await import("./tls13.ts")).tls13(modulusBits),
  };
}

function hybrid(modulusBits: 2048 | 3072): Subject {
  return {
    name: `hybrid-${modulusBits}`,
    transport: "tcp",
    authentication: "hmac",
    protects: true,
    load: async () => (await import("./hybrid.ts")).hybridOverTcp(modulusBits),
  };
}
