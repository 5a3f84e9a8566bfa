import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { verifies } from "../src/ed25519.ts";

interface Vector {
  readonly comment: string;
  readonly publicKey: string;
  readonly message: string;
  readonly signature: string;
  readonly result: "ok" | "refused";
}

const file = join(import.meta.dirname, "../../../vectors/wycheproof/ed25519.json");
const vectors: readonly Vector[] = JSON.parse(readFileSync(file, "utf8")).vectors;
const bytes = (hex: string) => Buffer.from(hex, "hex");

// spec: A-31
describe("wycheproof/ed25519.json", () => {
  it.each(vectors)("$result: $comment", ({ publicKey, message, signature, result }) => {
    expect(verifies(bytes(publicKey), bytes(message), bytes(signature))).toBe(result === "ok");
  });

  it("has signatures of both kinds", () => {
    expect(new Set(vectors.map(({ result }) => result))).toEqual(new Set(["ok", "refused"]));
  });
});
