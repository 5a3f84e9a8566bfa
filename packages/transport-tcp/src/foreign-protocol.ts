/**
 * Names the protocol whose connections begin with these four bytes (a big-endian unsigned integer), if it is one that
 * often knocks at a wrong port.
 */
export function foreignProtocol(first: number): string | undefined {
  if (beginnings.has(first)) return beginnings.get(first);
  return isTlsRecord(first) ? "TLS" : undefined;
}

const httpBeginnings = ["GET ", "HEAD", "POST", "PUT ", "DELE", "CONN", "OPTI", "TRAC", "PATC", "PRI ", "HTTP"];

const beginnings = new Map<number, string>([
  ...httpBeginnings.map((text) => [asNumber(text), "HTTP"] as const),
  [asNumber("SSH-"), "SSH"],
]);

function asNumber(fourLetters: string): number {
  return Buffer.from(fourLetters, "latin1").readUInt32BE();
}

/** RFC 8446 §5.1: a content type from change_cipher_spec (20) to application_data (23), then the version 3.x. */
function isTlsRecord(first: number): boolean {
  const type = first >>> 24;
  const majorVersion = (first >>> 16) & 0xff;
  return type >= 20 && type <= 23 && majorVersion === 3;
}
