import type { Runner } from "./runner.ts";
import { endingCases } from "./transport/ending-cases.ts";
import type { TransportExam } from "./transport/exam.ts";
import { flowCases } from "./transport/flow-cases.ts";
import { openingCases } from "./transport/opening-cases.ts";
import { packetCases } from "./transport/packet-cases.ts";

export type { TransportExam } from "./transport/exam.ts";

/** What every transport whose links are reliable owes to core, as cases of the given runner. */
export function transportConformance({ describe, it }: Runner, subject: TransportExam): void {
  describe(`transport ${subject.name}`, () => {
    for (const cases of [openingCases, packetCases, flowCases, endingCases]) {
      for (const [name, run] of Object.entries(cases)) it(name, () => run(subject));
    }
  });
}
