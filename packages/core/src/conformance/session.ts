import type { Runner } from "./runner.ts";
import { closingCases } from "./session/closing.ts";
import { consumingCases } from "./session/consuming.ts";
import { keyCases } from "./session/keys.ts";
import { messageCases } from "./session/messages.ts";
import { peerCases } from "./session/peers.ts";
import { pressureCases } from "./session/pressure.ts";
import { type SessionParts, stage } from "./session/stage.ts";
import { timeCases } from "./session/time.ts";

export type { SessionParts } from "./session/stage.ts";

export interface SessionExam {
  /** Names the combination in the report: "tcp, hybrid, hmac-sha256". */
  readonly name: string;
  /** Called once for each case. */
  make(): SessionParts | Promise<SessionParts>;
}

/**
 * The exam of a whole session, over a reliable transport, with a cipher and an authentication mechanism: what an
 * application may rely on, whichever parts it chose.
 */
export function sessionConformance({ describe, it }: Runner, { name, make }: SessionExam): void {
  const on = stage(it, make);
  describe(`${name}, a session`, () => {
    describe("its messages", () => messageCases(on));
    describe("its consumers", () => consumingCases(on));
    describe("its backpressure", () => pressureCases(on));
    describe("its peers", () => peerCases(on));
    describe("its keys", () => keyCases(on));
    describe("its end", () => closingCases(on));
    describe("its time limits", () => timeCases(on));
  });
}
