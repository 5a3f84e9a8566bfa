import { anything, assert, constant, dictionary, func, oneof, property, record, string, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import { checkAuthenticator, checkOptions } from "../../src/api/options.ts";
import { CountersignError } from "../../src/errors.ts";
import { anonymous, connect, listen, sharedKey, sharedKeys } from "../../src/index.ts";
import { memory } from "../../src/testing/index.ts";
import { inputs } from "../fixtures/inputs.ts";
import { seed } from "../fixtures/seed.ts";
import { testCipher } from "../fixtures/test-cipher.ts";

// Making one takes fast-check as long as changing a hundred others.
const numRuns = Math.ceil(inputs / 100);

const cipher = testCipher();
const [transport, address] = [memory(), "memory:0"];
const some = oneof(anything(), func(anything()));
const limits = dictionary(oneof(constant("idleTimeoutMs"), constant("maxMessageBytes"), string()), some);

describe(`whatever is passed, of ${numRuns} things of seed ${seed},`, { timeout: 600_000 }, () => {
  it("options are taken, or refused by an error of ours", () => {
    const valid = { transport: constant(transport), address: constant(address), cipher: constant(cipher) };
    const options = record({
      transport: oneof(valid.transport, some),
      address: oneof(valid.address, some),
      cipher: oneof(valid.cipher, some),
      application: oneof(string(), some),
      limits: oneof(limits, some),
      signal: oneof(constant(undefined), some),
    });
    check(oneof(options, some), (value) => checkOptions(value as never));
    check(oneof(limits, some), (value) => checkOptions({ transport, address, cipher, limits: value as never }));
  });

  it("an authenticator is taken, or refused by an error of ours", () => {
    const authenticator = record({ role: oneof(constant("client"), some), begin: some, mechanism: some });
    check(oneof(authenticator, some), (value) => checkAuthenticator(value as never, "client"));
  });

  it("names and keys are taken, or refused by an error of ours", () => {
    const keys = oneof(uint8Array({ maxLength: 50 }), string({ maxLength: 80 }), some);
    check(record({ name: oneof(string(), some), key: keys }), ({ name, key }) =>
      sharedKey(name as never, key as never),
    );
    check(oneof(dictionary(string(), keys), some), (value) => sharedKeys(value as never));
  });

  it("connect and listen reject with an error of ours", async () => {
    const values = [undefined, null, 7, "text", [], {}, () => {}, Symbol("s"), 7n, [null], { encapsulate: 1 }];
    for (const value of values as never[]) {
      const client = { transport, address, cipher, server: value, authenticate: anonymous() };
      await expect(connect(client)).rejects.toBeInstanceOf(CountersignError);
      await expect(connect({ ...client, server: [value] })).rejects.toBeInstanceOf(CountersignError);
      const server = { transport, address, cipher, identity: value, authenticate: value };
      await expect(listen(server)).rejects.toBeInstanceOf(CountersignError);
      await expect(listen(value)).rejects.toBeInstanceOf(CountersignError);
      await expect(connect(value)).rejects.toBeInstanceOf(CountersignError);
    }
  });
});

function check<Value>(values: Parameters<typeof property<[Value]>>[0], take: (value: Value) => unknown): void {
  const claim = property(values, (value) => {
    try {
      take(value);
    } catch (error) {
      expect(error).toBeInstanceOf(CountersignError);
    }
  });
  assert(claim, { seed, numRuns });
}
