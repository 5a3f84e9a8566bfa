import assert from "node:assert/strict";

/**
 * `assert.deepEqual` of bytes would also compare classes, takes seconds to show how 10,000 bytes differ, and on Node 26
 * all of the machine's memory to show how 60,000 do.
 */
export function assertSameBytes(actual: Uint8Array | undefined, expected: Uint8Array, what: string): void {
  assert.ok(actual, `${what}: there are no bytes`);
  assert.equal(actual.length, expected.length, `${what}: another length`);
  const at = actual.findIndex((byte, index) => byte !== expected[index]);
  assert.equal(at, -1, `${what}: byte ${at} differs`);
}

/** As many packets or messages, in the same order. */
export function assertSameList(actual: readonly Uint8Array[], expected: readonly Uint8Array[]): void {
  assert.equal(actual.length, expected.length, "another number of them");
  for (const [index, bytes] of expected.entries()) assertSameBytes(actual[index], bytes, `number ${index}`);
}

/** As many packets, of which some may have overtaken others (spec: T-23). */
export function assertSamePackets(actual: readonly Uint8Array[], expected: readonly Uint8Array[]): void {
  assertSameList([...actual].sort(Buffer.compare), [...expected].sort(Buffer.compare));
}

export function assertOtherBytes(actual: Uint8Array | undefined, expected: Uint8Array, what: string): void {
  assert.ok(!actual || Buffer.compare(actual, expected) !== 0, `${what}: the same bytes`);
}
