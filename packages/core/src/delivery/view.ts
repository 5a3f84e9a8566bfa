/**
 * `memory.subarray(start, end)` at half its cost, made for every message: the constructor of Buffer's own views
 * (ECMA-262 §23.2.2.4), which takes the memory without asking again what it is.
 */
export function viewOf(memory: Buffer, start: number, end: number): Buffer {
  return new View(memory.buffer, memory.byteOffset + start, end - start);
}

const View = (Buffer as unknown as Record<symbol, typeof Uint8Array>)[Symbol.species] as unknown as new (
  memory: ArrayBufferLike,
  offset: number,
  length: number,
) => Buffer;
