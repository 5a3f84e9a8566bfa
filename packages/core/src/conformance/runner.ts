/** The two functions of a test runner that every runner has: pass those of vitest, node:test or mocha. */
export interface Runner {
  describe(name: string, body: () => void): unknown;
  it(name: string, body: () => void | Promise<void>): unknown;
}
