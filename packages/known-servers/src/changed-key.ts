import { fingerprint, type KeyOffer } from "@countersign/core";
import { isSameKey } from "./pin.ts";
import type { Line } from "./pins-text.ts";

/** What a person has to know of a server that has none of its pinned keys. `pinned`: the lines of its pins. */
export function changedKey({ address, transport, keys }: KeyOffer, pinned: readonly Line[], file: string): string {
  const pins = pinned.map(({ number, pin }) => `${fingerprintOf(pin?.key)} (line ${number})`);
  return [
    `The server at ${address} over ${transport} does not have the key that is pinned for it in ${file}:`,
    `${pins.join(", ")}.`,
    ...offered(keys, pinned),
    "Somebody may be in its place: ask its administrator for the fingerprint, by another way than this one. If its key",
    `was changed, remove ${linesOf(pinned)} of that file, or call forget(${JSON.stringify(address)}), and connect again.`,
  ].join(" ");
}

function offered(keys: KeyOffer["keys"], pinned: readonly Line[]): readonly string[] {
  if (keys.length === 0) return ["Which key it has instead, it did not say."];
  const known = keys.some(({ encoded }) => pinned.some(({ pin }) => pin && isSameKey(pin.key, encoded)));
  const prints = keys.map((key) => fingerprint(key)).join(", ");
  if (known) return [`It says now that it has ${prints}, the pinned one among them: one of both was not the server.`];
  return [`It offers ${prints}.`];
}

function linesOf(pinned: readonly Line[]): string {
  const numbers = pinned.map(({ number }) => number);
  return `${numbers.length === 1 ? "line" : "lines"} ${numbers.join(", ")}`;
}

function fingerprintOf(encoded: Uint8Array = new Uint8Array()): string {
  return fingerprint({ encoded });
}
