import { assert, property, string, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import { formatPin, parsePin } from "../src/pin.ts";

const pin = { transport: "tcp", address: "192.0.2.7:7000", suite: "Countersign_1_X_SHA256", key: Buffer.from("key!") };

// spec: I-24
describe("a pin", () => {
  it("is a line of four fields", () => {
    expect(formatPin(pin)).toBe("tcp 192.0.2.7:7000 Countersign_1_X_SHA256 a2V5IQ==");
    expect(parsePin(formatPin(pin))).toEqual(pin);
    expect(parsePin(`${formatPin(pin)} alice's own, 2026`)).toEqual(pin);
  });

  it("comes back as it was written, and is one line and no comment, whatever stands in it", { timeout: 60_000 }, () => {
    const field = string({ minLength: 1, unit: "binary" });
    const key = uint8Array({ minLength: 1, maxLength: 60 });
    const claim = property(field, field, field, key, (transport, address, suite, bytes) => {
      const written = { transport, address, suite, key: Buffer.from(bytes) };
      const line = formatPin(written);
      expect(parsePin(line)).toEqual(written);
      expect(line.split(/\s/u)).toHaveLength(4);
      expect(line).not.toMatch(/^[#@]|\p{Cc}/u);
    });
    assert(claim, { numRuns: 300 });
  });

  it.each([
    ["nothing", ""],
    ["three fields", "tcp 192.0.2.7:7000 suite"],
    ["an empty field", "tcp  suite a2V5IQ=="],
    ["a key that is no base64", "tcp 192.0.2.7:7000 suite a2V5IQ=!"],
    ["a key that lost its end", "tcp 192.0.2.7:7000 suite a2V5IQ"],
    ["base64 that has bits left over", "tcp 192.0.2.7:7000 suite a2V5IR=="],
    ["a stray per cent sign", "tcp 192.0.2.7%2:7000 suite a2V5IQ=="],
    ["tabs", "tcp\t192.0.2.7:7000\tsuite\ta2V5IQ=="],
  ])("is not %s", (_, line) => {
    expect(parsePin(line)).toBeUndefined();
  });
});
