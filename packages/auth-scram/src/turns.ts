import type { AuthExchange, AuthStep } from "@countersign/core";
import { malformed } from "./exchange/refusal.ts";

/** Takes the peer's message; returns ours, and who takes the next one. */
export type Turn = (received: string) => Turned | Promise<Turned>;

interface Turned {
  readonly step: AuthStep;
  readonly next?: Turn;
}

/** One attempt, turn by turn. A turn is taken once: none follows on one that failed, or that is not over yet. */
export function inTurns(first: Turn): AuthExchange {
  let next: Turn | undefined = first;
  return {
    async step(received) {
      const turn = next;
      next = undefined;
      if (!turn) throw malformed("The peer sent a message out of turn.");
      const turned = await turn(readText(received));
      next = turned.next;
      return turned.step;
    },
  };
}

/** The same bytes again when it is encoded: proofs cover the text. */
function readText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw malformed("The peer sent text that is not UTF-8.");
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
