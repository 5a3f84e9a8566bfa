import { declare } from "./cases.ts";
import type { Runner } from "./runner.ts";
import { closingCases } from "./session/closing.ts";
import { consumingCases } from "./session/consuming.ts";
import { keyCases } from "./session/keys.ts";
import { messageCases } from "./session/messages.ts";
import { peerCases } from "./session/peers.ts";
import { pressureCases } from "./session/pressure.ts";
import type { SessionExam } from "./session/stage.ts";
import { timeCases } from "./session/time.ts";

export type { SessionApi, SessionExam, SessionParts } from "./session/stage.ts";

/**
 * The exam of a whole session, over a reliable transport, with a cipher and an authentication mechanism: what an
 * application may rely on, whichever parts it chose.
 */
export function sessionConformance(runner: Runner, exam: SessionExam): void {
  runner.describe(`${exam.name}, a session`, () => {
    declare(runner, "its messages", messageCases, exam);
    declare(runner, "its consumers", consumingCases, exam);
    declare(runner, "its backpressure", pressureCases, exam);
    declare(runner, "its peers", peerCases, exam);
    declare(runner, "its keys", keyCases, exam);
    declare(runner, "its end", closingCases, exam);
    declare(runner, "its time limits", timeCases, exam);
  });
}
