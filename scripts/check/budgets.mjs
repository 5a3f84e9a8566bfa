/**
 * What may be on a user's disk and in a user's bundle, in bytes: a little more than it is. A change that needs more
 * raises a number here, where it is seen.
 *
 * @type {Readonly<Record<string, Readonly<Record<string, number>>>>}
 */
export const budgets = {
  // `packed` is what is downloaded, `unpacked` what it becomes: code, declarations, sources and the maps between them.
  "@countersign/core": { packed: 520_000, unpacked: 2_180_000 },
  "@countersign/transport-tcp": { packed: 28_000, unpacked: 100_000 },
  "@countersign/transport-udp": { packed: 33_000, unpacked: 118_000 },
  "@countersign/cipher-hybrid": { packed: 28_500, unpacked: 106_000 },
  "@countersign/cipher-sealedbox": { packed: 17_000, unpacked: 60_000 },
  "@countersign/auth-scram": { packed: 49_000, unpacked: 188_000 },
  "@countersign/auth-publickey": { packed: 38_500, unpacked: 138_000 },
  "@countersign/cli": { packed: 40_500, unpacked: 142_000 },
  "@countersign/known-servers": { packed: 21_000, unpacked: 68_000 },
  // Core, TCP and the hybrid cipher with all that the README uses of them, in one file.
  "quick start": { minified: 154_000, gzipped: 50_000 },
};
