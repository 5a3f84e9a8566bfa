/** Bytes that are always the same for one seed, and differ between seeds. */
export function pattern(bytes: number, seed = 0): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, index) => (index * 151 + (index >> 8) * 31 + seed * 89 + 7) & 0xff);
}
