import type { Runner } from "./runner.ts";

export interface SittingCase {
  /** The group it is in: "sealing a packet". */
  readonly part: string;
  readonly title: string;
  run(): Promise<void>;
}

/**
 * The cases of an exam without a test runner, in their order: to run one of them alone, or to ask whether it notices a
 * known fault.
 *
 * @example
 * const cases = casesOf((runner) => transportConformance(runner, { name: "udp", make: () => udp(), address }));
 */
export function casesOf(sit: (runner: Runner) => void): SittingCase[] {
  const found: SittingCase[] = [];
  const parts: string[] = [];
  sit({
    describe(name, body) {
      parts.push(name);
      body();
      parts.pop();
    },
    it(title, body) {
      found.push({ part: parts.at(-1) ?? "", title, run: async () => body() });
    },
  });
  return found;
}
