import { type TransportName, transportNames } from "../scenarios/shape.ts";
import { ciphers } from "./ciphers.ts";
import type { EnvelopeCipher } from "./envelopes.ts";
import type { BenchCipher } from "./session.ts";
import type { Ends, Setting, Subject } from "./subject.ts";

/** Messages in envelopes, over each transport and without one. */
export const envelopeSubjects: readonly Subject[] = transportNames.flatMap((transport) => [
  over(transport, "hybrid-envelope", async () => {
    const { sealEnvelope, openEnvelope } = await import("@countersign/cipher-hybrid/envelope");
    return { cipher: await ciphers.hybrid(2048), seal: sealEnvelope, open: openEnvelope };
  }),
  over(transport, "sealed-envelope", async () => {
    const { sealEnvelope, openEnvelope } = await import("@countersign/cipher-sealedbox/envelope");
    return { cipher: await ciphers.sealedBox(), seal: sealEnvelope, open: openEnvelope };
  }),
]);

/** What protects packets, without a session and without a socket. */
export const cryptoSubjects: readonly Subject[] = [
  { ...alone("insecure-plain", ciphers.insecurePlain), protects: false },
  alone("hybrid-2048", () => ciphers.hybrid(2048)),
  alone("sealed-box", ciphers.sealedBox),
];

function over(transport: TransportName, name: string, openCipher: () => Promise<EnvelopeCipher>): Subject {
  return {
    ...{ name, transport, authentication: "none", protects: true, kinds: ["envelope"], repairs: false },
    load: async (setting) => {
      const { envelopes } = await import("./envelopes.ts");
      return envelopes(await carriers[transport](setting), await openCipher());
    },
  };
}

const carriers: Readonly<Record<TransportName, (setting: Setting) => Promise<Ends>>> = {
  tcp: async () => (await import("./raw.ts")).raw(),
  udp: async ({ packetBytes }) => (await import("./raw-udp/raw-udp.ts")).rawUdp(packetBytes ?? 1_200),
  none: async () => (await import("./in-process.ts")).inProcess(),
};

function alone(name: string, openCipher: () => Promise<BenchCipher>): Subject {
  return {
    ...{ name, transport: "none", authentication: "none", protects: true, kinds: ["crypto"] },
    load: async () => {
      const { inProcess } = await import("./in-process.ts");
      const { sealingOf } = await import("./sealing.ts");
      return { ...inProcess(), sealing: sealingOf(await openCipher()) };
    },
  };
}
