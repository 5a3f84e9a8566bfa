import { declare } from "./cases.ts";
import type { Runner } from "./runner.ts";
import { endingCases } from "./transport/ending.ts";
import type { TransportExam } from "./transport/exam.ts";
import { flowCases } from "./transport/flow.ts";
import { openingCases } from "./transport/opening.ts";
import { packetCases } from "./transport/packets.ts";

export type { TransportExam } from "./transport/exam.ts";

/**
 * The exam of a transport whose links are reliable. A third party's test file is one call of it.
 *
 * @example
 * transportConformance({ describe, it }, { name: "tcp", make: () => tcp(), address: "127.0.0.1:0" });
 */
export function transportConformance(runner: Runner, exam: TransportExam): void {
  runner.describe(`${exam.name}, a transport`, () => {
    declare(runner, "opening links", openingCases, exam);
    declare(runner, "its packets", packetCases, exam);
    declare(runner, "its flow", flowCases, exam);
    declare(runner, "its end", endingCases, exam);
  });
}
