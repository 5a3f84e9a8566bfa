/**
 * SPKI of every 32 bytes that X25519 takes for a point of small order (RFC 7748 §6.1), those above 2^255 - 19 and
 * those with the unused bit set among them, and of other numbers that are not written as §5 would write them.
 */
export function x25519Traps(): Uint8Array[] {
  const prime = 2n ** 255n - 19n;
  const orderEight = [
    0x00b8495f16056286fdb1329ceb8d09da6ac49ff1fae35616aeb8413b7c7aebe0n,
    0x57119fd0dd4e22d8868e1c58c45c44045bef839c55b1d0b1248c50a3bc959c5fn,
  ];
  const small = [0n, 1n, ...orderEight, prime - 1n, prime, prime + 1n];
  const notReduced = [prime + 9n, 2n ** 255n - 1n, 2n ** 255n + 9n, 2n ** 256n - 1n];
  const numbers = [...small, ...small.map((number) => number + 2n ** 255n), ...notReduced];
  return numbers.map((number) => {
    const bytes = Buffer.from(number.toString(16).padStart(64, "0"), "hex").reverse();
    return Buffer.concat([spkiPrefix, bytes]);
  });
}

const spkiPrefix = Buffer.from("302a300506032b656e032100", "hex");
