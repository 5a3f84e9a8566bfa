import { declare } from "./cases.ts";
import type { Runner } from "./runner.ts";
import { endingCases } from "./transport/ending.ts";
import type { TransportExam } from "./transport/exam.ts";
import { flowCases } from "./transport/flow.ts";
import { lossyEndingCases } from "./transport/lossy-ending.ts";
import { lossyFlowCases } from "./transport/lossy-flow.ts";
import { lossyOpeningCases } from "./transport/lossy-opening.ts";
import { lossyPacketCases } from "./transport/lossy-packets.ts";
import { addressCases, openingCases } from "./transport/opening.ts";
import { loanCases, packetCases } from "./transport/packets.ts";
import { strangerCases } from "./transport/strangers.ts";

export type { TransportExam } from "./transport/exam.ts";

/**
 * The exam of a transport. A third party's test file is one call of it.
 *
 * @example
 * transportConformance({ describe, it }, { name: "tcp", make: () => tcp(), address: "127.0.0.1:0" });
 * transportConformance({ describe, it }, { name: "udp", make: () => udp(), address: "127.0.0.1:0", lossy: true });
 */
export function transportConformance(runner: Runner, exam: TransportExam): void {
  runner.describe(`${exam.name}, a transport`, () => {
    declare(runner, "its addresses", addressCases, exam);
    declare(runner, "its loans", loanCases, exam);
    if (exam.lossy) {
      declare(runner, "opening links", lossyOpeningCases, exam);
      declare(runner, "its strangers", strangerCases, exam);
      declare(runner, "its packets", lossyPacketCases, exam);
      declare(runner, "its flow", lossyFlowCases, exam);
      declare(runner, "its end", lossyEndingCases, exam);
    } else {
      declare(runner, "opening links", openingCases, exam);
      declare(runner, "its packets", packetCases, exam);
      declare(runner, "its flow", flowCases, exam);
      declare(runner, "its end", endingCases, exam);
    }
  });
}
