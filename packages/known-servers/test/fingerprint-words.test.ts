import { createHash } from "node:crypto";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { expect, it } from "vitest";
import { fingerprintWords } from "../src/fingerprint-words.ts";

const words = (text: string) => fingerprintWords({ encoded: Buffer.from(text) });

// spec: I-25
it("words are the first 132 bits of the fingerprint, 11 to a word", () => {
  const bits = [...createHash("sha256").update("a key").digest()]
    .map((byte) => byte.toString(2).padStart(8, "0"))
    .join("");
  const expected = Array.from(
    { length: 12 },
    (_, place) => wordlist[Number.parseInt(bits.slice(place * 11, place * 11 + 11), 2)],
  );
  expect(words("a key").split(" ")).toEqual(expected);
  expect(words("another key")).not.toBe(words("a key"));
});

it("the list has 2,048 words, each of which is known by its first four letters", () => {
  expect(new Set(wordlist.map((word) => word.slice(0, 4))).size).toBe(2_048);
});
