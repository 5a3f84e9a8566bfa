import type { ServerPlace } from "@countersign/core";

/** One key of one server, as a line of the file has it. */
export interface Pin extends ServerPlace {
  /** Canonical SubjectPublicKeyInfo in DER. */
  readonly key: Uint8Array;
}

/** Transport, address, suite and the key in base64, with a space between them. */
export function formatPin({ transport, address, suite, key }: Pin): string {
  return [...[transport, address, suite].map(escaped), Buffer.from(key).toString("base64")].join(" ");
}

/**
 * Undefined: the line is no pin, or not written as `formatPin` does. What stands behind the key is for later versions,
 * or for people.
 */
export function parsePin(line: string): Pin | undefined {
  const fields = line.split(" ").slice(0, 4);
  if (fields.length < 4 || fields.includes("")) return undefined;
  const [transport, address, suite, key] = fields as [string, string, string, string];
  try {
    const pin = {
      transport: decodeURIComponent(transport),
      address: decodeURIComponent(address),
      suite: decodeURIComponent(suite),
      key: Buffer.from(key, "base64"),
    };
    return formatPin(pin) === fields.join(" ") ? pin : undefined;
  } catch {
    return undefined; // A stray per cent sign.
  }
}

export function isAt(place: ServerPlace, pin: Pin): boolean {
  return pin.transport === place.transport && pin.address === place.address && pin.suite === place.suite;
}

export function isSameKey(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

/** What would divide fields or lines, hide in them, or make a line something else than a pin (RFC 3986 §2.1). */
function escaped(field: string): string {
  return field.replace(/[\s%#@\p{Cc}\p{Cf}]/gu, (character) => {
    return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
  });
}
