import { packetSizes } from "../../scenarios/shape.ts";
import { referenceSubject } from "../reference-subject.ts";
import type { Report, ScenarioReport } from "../report.ts";
import { sayRatio } from "../words.ts";
import { aspects, rowFor } from "./aspect.ts";
import { sessionsOver } from "./choice.ts";
import { sayAgainst, sayComparison, sayMedian, sayShape, wordsOf } from "./say.ts";

/** What was found about the cost of one part, a sentence each. */
export interface Topic {
  readonly name: "TLS" | "keys" | "cipher" | "UDP" | "client" | "memory" | "wire";
  readonly title: string;
  readonly sentences: readonly string[];
}

/** What was not measured is not spoken of. */
export function topicsOf(report: Report): readonly Topic[] {
  const transports = [...new Set(report.scenarios.map(({ transport }) => transport))];
  const over = (say: (report: Report, transport: string) => readonly string[]) =>
    transports.flatMap((transport) => say(report, transport));
  const topics: readonly Topic[] = [
    { name: "TLS", title: "Against TLS 1.3", sentences: over(sayTls) },
    { name: "keys", title: "RSA keys", sentences: over(sayKeys) },
    { name: "cipher", title: "Encryption itself", sentences: over(sayCipher) },
    { name: "UDP", title: "On UDP", sentences: [...sayUdp(report), ...sayPackets(report)] },
    { name: "client", title: "Who the client is", sentences: over(sayClient) },
    { name: "memory", title: "Idle sessions", sentences: over(sayMemory) },
    { name: "wire", title: "On the wire", sentences: over(sayWire) },
  ];
  return topics.filter(({ sentences }) => sentences.length > 0);
}

/** Against what a user would have otherwise, which is over TCP. */
function sayTls({ scenarios, config }: Report, transport: string): string[] {
  return sessionsOver(transport, scenarios, config.unprotected).flatMap((subject) => {
    const found = [aspects.bulk, aspects.small, aspects.roundTrip, aspects.handshake].flatMap((aspect) => {
      const own = rowFor(scenarios, aspect, { transport, subject });
      if (!own?.ratioToTls || !own.ratioInterval) return [];
      const said = sayRatio(own.ratioToTls, own.ratioInterval, wordsOf(own.kind));
      return [`${aspect.phrase} ${said}`];
    });
    return found.length === 0 ? [] : [`${subject} over ${transport.toUpperCase()}: ${found.join("; ")}.`];
  });
}

/** RSA is paid at connect: its size against the next smaller one, and the smallest against none. */
function sayKeys({ scenarios, config }: Report, transport: string): string[] {
  const rows = [...new Set(scenarios.map(({ subject }) => subject))]
    .filter((subject) => /^hybrid-\d+$/.test(subject))
    .sort((one, other) => bitsOf(one) - bitsOf(other))
    .flatMap((subject) => rowFor(scenarios, aspects.handshake, { transport, subject, authentication: "hmac" }) ?? []);
  const none = rowFor(scenarios, aspects.handshake, { transport, subject: "sealed-box", authentication: "hmac" });
  return rows.flatMap((row, index) => {
    const other = index === 0 ? none : rows[index - 1];
    const said = other && sayAgainst(row, other, other.subject, config.seed);
    if (said === undefined) return [];
    const cost = `RSA-${bitsOf(row.subject)} over ${transport.toUpperCase()} connects in ${sayMedian(row)}`;
    return [`${cost}, which is ${said}; afterwards it costs nothing.`];
  });
}

function bitsOf(subject: string): number {
  return Number(subject.split("-")[1]);
}

/** What encryption itself costs: a session with its cipher and without. */
function sayCipher({ scenarios, config }: Report, transport: string): string[] {
  return sessionsOver(transport, scenarios, config.unprotected).flatMap((subject) => {
    const own = rowFor(scenarios, aspects.bulk, { transport, subject });
    const plain = rowFor(scenarios, aspects.bulk, { transport, subject: "insecure-plain" });
    const without = "a session without one";
    const said = own && plain && own.size === plain.size ? sayAgainst(own, plain, without, config.seed) : undefined;
    if (said === undefined || own === undefined) return [];
    return [`With its cipher, ${subject} over ${transport.toUpperCase()} is ${said}, at ${sayShape(own)}.`];
  });
}

/** The same session over both transports. */
function sayUdp({ scenarios, config }: Report): string[] {
  return sessionsOver("udp", scenarios, config.unprotected).flatMap((subject) => {
    const found = [aspects.bulk, aspects.roundTrip, aspects.handshake].flatMap((aspect) => {
      const [udp, tcp] = ["udp", "tcp"].map((transport) => rowFor(scenarios, aspect, { transport, subject }));
      const said = udp && tcp && udp.size === tcp.size ? sayComparison(udp, tcp, config.seed) : undefined;
      return said === undefined ? [] : [`${aspect.phrase} ${said}`];
    });
    return found.length === 0 ? [] : [`On UDP ${subject} is, against TCP: ${found.join("; ")}.`];
  });
}

function sayPackets({ scenarios, config }: Report): string[] {
  return sessionsOver("udp", scenarios, config.unprotected).flatMap((subject) => {
    const [small, large] = [packetSizes.base, packetSizes.loopback].map((bytes) =>
      rowFor(scenarios, aspects.bulk, { transport: "udp", subject }, bytes),
    ) as [ScenarioReport | undefined, ScenarioReport | undefined];
    const base = "in packets of 1,200 B, which are nearer to a network";
    const said = small && large && sayAgainst(large, small, base, config.seed);
    return said === undefined ? [] : [`On UDP ${subject} in packets of 16,384 B is ${said}.`];
  });
}

/** What it costs that the client proves who it is, too. */
function sayClient({ scenarios, config }: Report, transport: string): string[] {
  return sessionsOver(transport, scenarios, config.unprotected).flatMap((subject) => {
    const [both, server] = ["hmac", "none"].map((authentication) =>
      rowFor(scenarios, aspects.handshake, { transport, subject, authentication }),
    );
    const without = "with a client that proves nothing";
    const said = both && server && sayAgainst(both, server, without, config.seed);
    return said === undefined
      ? []
      : [`A handshake of ${subject} over ${transport.toUpperCase()} with a shared key is ${said}.`];
  });
}

function sayMemory({ scenarios, config }: Report, transport: string): string[] {
  return sessionsOver(transport, scenarios, config.unprotected).flatMap((subject) => {
    const own = rowFor(scenarios, aspects.memory, { transport, subject });
    const tls = rowFor(scenarios, aspects.memory, { transport: "tcp", subject: referenceSubject });
    if (!own) return [];
    const said = tls && sayComparison(own, tls, config.seed);
    const than = said === undefined ? "" : `, against TLS 1.3: ${said}`;
    return [`An idle session of ${subject} over ${transport.toUpperCase()} takes ${sayMedian(own)}${than}.`];
  });
}

function sayWire({ scenarios, config }: Report, transport: string): string[] {
  return sessionsOver(transport, scenarios, config.unprotected).flatMap((subject) => {
    const wire = scenarios.find(
      (row) => row.wire && row.size === null && row.transport === transport && row.subject === subject,
    )?.wire;
    if (!wire) return [];
    const bytes = (wire.bytesThere + wire.bytesBack).toLocaleString("en");
    return [`A handshake of ${subject} over ${transport.toUpperCase()} is ${bytes} bytes in ${wire.flights} flights.`];
  });
}
