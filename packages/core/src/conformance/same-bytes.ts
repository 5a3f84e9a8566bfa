import assert from "node:assert/strict";

/** `assert.deepEqual` of bytes would also compare classes, and takes seconds to show how 10,000 bytes differ. */
export function assertSameBytes(actual: Uint8Array | undefined, expected: Uint8Array, what: string): void {
  assert.ok(actual, `${what}: there are no bytes`);
  assert.equal(actual.length, expected.length, `${what}: another length`);
  const at = actual.findIndex((byte, index) => byte !== expected[index]);
  assert.equal(at, -1, `${what}: byte ${at} differs`);
}

export function assertOtherBytes(actual: Uint8Array | undefined, expected: Uint8Array, what: string): void {
  assert.ok(!actual || Buffer.compare(actual, expected) !== 0, `${what}: the same bytes`);
}
