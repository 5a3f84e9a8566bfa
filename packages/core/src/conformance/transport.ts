import { endingCases } from "./transport/ending-cases.ts";
import { flowCases } from "./transport/flow-cases.ts";
import { openingCases } from "./transport/opening-cases.ts";
import { packetCases } from "./transport/packet-cases.ts";
import type { TransportSubject } from "./transport/subject.ts";

export type { TransportSubject } from "./transport/subject.ts";

/** What the suite needs of a test runner; vitest and node:test both fit. */
export interface TestRunner {
  describe(name: string, body: () => void): void;
  it(name: string, body: () => Promise<void>): void;
}

/** What every transport whose links are reliable owes to core, as cases of the given runner. */
export function transportConformance({ describe, it }: TestRunner, subject: TransportSubject): void {
  describe(`transport ${subject.name}`, () => {
    for (const cases of [openingCases, packetCases, flowCases, endingCases]) {
      for (const [name, run] of Object.entries(cases)) it(name, () => run(subject));
    }
  });
}
