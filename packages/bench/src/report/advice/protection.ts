import type { ScenarioReport } from "../report.ts";

/** What a subject does for those who use it. Texts stand in a table: "yes", "no", or what else is to be said. */
export interface Protection {
  readonly transport: string;
  readonly subject: string;
  readonly encryption: string;
  readonly forwardSecrecy: string;
  readonly authentication: string;
  readonly replay: string;
  readonly delivery: string;
}

/** What each subject protects that carried messages, once for each way to authenticate, by transport. */
export function protectionsOf(
  scenarios: readonly ScenarioReport[],
  unprotected: readonly string[],
): readonly Protection[] {
  const found = new Map<string, Protection>();
  for (const { transport, subject, authentication } of scenarios.filter((row) => row.transport !== "none")) {
    const { proves, ...gives } = propertiesOf(subject, unprotected);
    const own = {
      ...{ transport, subject, ...gives, delivery: deliveryOf(subject, transport) },
      authentication: authentication === "none" ? proves : (proven.get(authentication) ?? `by ${authentication}`),
    };
    found.set(`${transport}/${subject}/${authentication}`, own);
  }
  const subjects = [...new Set(scenarios.map(({ subject }) => subject))];
  return [...found.values()].sort(
    (one, other) =>
      one.transport.localeCompare(other.transport) || subjects.indexOf(one.subject) - subjects.indexOf(other.subject),
  );
}

interface Properties extends Pick<Protection, "encryption" | "forwardSecrecy" | "replay"> {
  /** Who is proven where nobody proves more than the subject itself does. */
  readonly proves: string;
}

function propertiesOf(subject: string, unprotected: readonly string[]): Properties {
  const own = known.find(({ names }) => names.test(subject));
  if (own) return own.gives;
  if (unprotected.includes(subject)) return nothing;
  return { encryption: "yes", forwardSecrecy: unknown, replay: unknown, proves: unknown };
}

/** Raw UDP repeats nothing, and carries envelopes. */
function deliveryOf(subject: string, transport: string): string {
  return transport === "udp" && /^raw$|-envelope$/.test(subject) ? "no: repeats nothing" : "yes";
}

const proven: ReadonlyMap<string, string> = new Map([
  ["certificate", "the server (certificate)"],
  ["certificates", "both (certificates)"],
  ["hmac", "both (shared key)"],
  ["psk", "both (shared key)"],
  ["keys", "both (public keys)"],
  ["public-key", "both (public keys)"],
  ["scram", "both (password)"],
]);

const unknown = "not stated";
const nothing: Properties = { encryption: "no", forwardSecrecy: "no", replay: "no", proves: "nobody" };
const session: Properties = { encryption: "yes", forwardSecrecy: "yes", replay: "yes", proves: "the server (its key)" };

/** Subjects that come with the benchmark. */
const known: readonly { readonly names: RegExp; readonly gives: Properties }[] = [
  { names: /^(raw|udx|insecure-plain)$/, gives: nothing },
  // Either cipher draws keys for one connection (docs/spec/handshake.md).
  { names: /^(hybrid-\d+|sealed-box)$/, gives: session },
  // Who gets the private key opens every envelope ever sealed to it (docs/threat-model.md).
  {
    names: /-envelope$/,
    gives: { encryption: "yes", forwardSecrecy: "no", replay: "no", proves: "the recipient (its key)" },
  },
  // A full handshake each time: no ticket, and no early data that could come twice (RFC 8446, §8).
  { names: /^(tls13|quic)-/, gives: session },
  // Noise XX and CURVE draw keys for one connection and number what they seal.
  { names: /^(secret-stream|udx-secret|zeromq-curve)$/, gives: session },
];
