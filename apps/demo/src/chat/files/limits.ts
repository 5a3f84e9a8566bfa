/** Bytes of the largest file that may be sent. */
export const maxFileBytes = 1024 ** 3;

/** Bytes of a chunk, at most; with what stands before them they fit a message. */
export const maxChunkBytes = 32 * 1024;

/**
 * Bytes of a file that may be on their way to any receiver. A session takes twice as many before it is full, so that
 * there is always room for what is said meanwhile.
 */
export const windowBytes = 512 * 1024;

/** A receiver says how much it has put away each time it is so many bytes more. */
export const reportBytes = windowBytes / 4;

/** Milliseconds for which the others wait for one who does not move on. */
export const patienceMs = 20_000;

/** What a sender calls a file, of any characters. A receiver makes a safe name of it. */
export function isFileLabel(value: unknown): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= 255;
}

export function isFileSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= maxFileBytes;
}

/** The number of a transfer, which the server gives. */
export function isTransfer(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32;
}

/** SHA-256 in hex. */
export function isHash(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}
