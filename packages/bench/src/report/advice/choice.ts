import type { Report, ScenarioReport } from "../report.ts";
import { type Aspect, aspects, rowFor } from "./aspect.ts";
import { isBetter, listed, sayAgainst, sayShape } from "./say.ts";

/** A cipher to choose over one transport, and by what. */
export interface Choice {
  readonly transport: string;
  /** Undefined: what was measured does not tell. */
  readonly subject: string | undefined;
  readonly sentence: string;
}

/** What decides, in this order where two ciphers share the wins. */
const deciding: readonly Aspect[] = [aspects.bulk, aspects.small, aspects.roundTrip, aspects.handshake];

/** Who beats all others in something beyond doubt has won it; who has won most is the choice. Undefined: nothing to choose. */
export function choiceOver(transport: string, { scenarios, config }: Report): Choice | undefined {
  const candidates = sessionsOver(transport, scenarios, config.unprotected);
  const [first, second] = candidates;
  if (first === undefined || second === undefined) return undefined;
  const wins = deciding.flatMap((aspect) => winOf(aspect, candidates, transport, scenarios, config.seed));
  const over = transport.toUpperCase();
  if (wins.length === 0) {
    const same = `no difference was detected between ${listed(candidates)}`;
    return { transport, subject: undefined, sentence: `Over ${over} ${same}: choose by what they protect.` };
  }
  const count = (subject: string) => wins.filter((win) => win.subject === subject).length;
  const most = Math.max(...candidates.map(count));
  const { subject } = wins.find((win) => count(win.subject) === most) as Win;
  const reasons = wins.filter((win) => win.subject === subject).map(({ reason }) => reason);
  const others = wins.filter((win) => win.subject !== subject);
  const but = others.length === 0 ? "" : ` But ${listed(others.map((win) => `${win.subject} is ${win.reason}`))}.`;
  return { transport, subject, sentence: `Over ${over} choose ${subject}, because it is ${listed(reasons)}.${but}` };
}

interface Win {
  readonly subject: string;
  /** "1.80× faster than sealed-box (1.70 to 1.90) with large messages (64 KiB)". */
  readonly reason: string;
}

/** At most one. */
function winOf(
  aspect: Aspect,
  candidates: readonly string[],
  transport: string,
  scenarios: readonly ScenarioReport[],
  seed: number,
): Win[] {
  const rows = candidates.flatMap((subject) => rowFor(scenarios, aspect, { transport, subject }) ?? []);
  const comparable = rows.filter(({ size, packetBytes }) => {
    return size === rows[0]?.size && packetBytes === rows[0]?.packetBytes;
  });
  const rank = ({ median, better }: ScenarioReport) => (median ?? 0) * (better === "higher" ? -1 : 1);
  const [best, next, ...rest] = [...comparable].sort((one, other) => rank(one) - rank(other));
  if (!best || !next || ![next, ...rest].every((other) => isBetter(best, other, seed))) return [];
  const shape = sayShape(best);
  const where = `${aspect.phrase}${shape === "" ? "" : ` (${shape})`}`;
  return [{ subject: best.subject, reason: `${sayAgainst(best, next, next.subject, seed)} ${where}` }];
}

/**
 * Sessions to choose from: those that protect, with both sides proven. RSA-3072 and above are the same cipher with a
 * slower handshake, so a choice is between those that were measured beyond handshakes, unless nothing was.
 */
export function sessionsOver(
  transport: string,
  scenarios: readonly ScenarioReport[],
  unprotected: readonly string[],
): readonly string[] {
  const own = scenarios.filter(
    (row) => row.transport === transport && row.authentication === "hmac" && !unprotected.includes(row.subject),
  );
  const beyond = own.filter(({ kind }) => kind !== "handshake");
  return [...new Set((beyond.length > 0 ? beyond : own).map(({ subject }) => subject))];
}
