import { describe, expect, it } from "vitest";
import { formatBytes, formatRatio, formatValue, sayRatio, verdictOf } from "../../src/report/words.ts";

describe("words", () => {
  it.each([
    [1180.26, "1180"],
    [123.4, "123"],
    [38.24, "38.2"],
    [4.567, "4.57"],
    [0.0452, "0.0452"],
    [999.9, "1000"],
    [0, "0"],
    [0.000_000_4, "0.000000"],
  ])("formatValue(%d) is %s", (value, text) => {
    expect(formatValue(value)).toBe(text);
  });

  it.each([
    [64, "64 B"],
    [1024, "1 KiB"],
    [16 * 1024, "16 KiB"],
    [1536, "1.50 KiB"],
    [1024 * 1024, "1 MiB"],
  ])("formatBytes(%d) is %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it.each([
    [1.134, "1.13×"],
    [0.5, "0.50×"],
    [12.34, "12.3×"],
    [147.6, "148×"],
  ])("formatRatio(%d) is %s", (ratio, text) => {
    expect(formatRatio(ratio)).toBe(text);
  });

  it("sees a difference only where the interval excludes 1", () => {
    expect(verdictOf([1.01, 1.2])).toBe("better");
    expect(verdictOf([0.8, 0.99])).toBe("worse");
    expect(verdictOf([0.99, 1.01])).toBe("no difference");
    expect(verdictOf([1, 1])).toBe("no difference");
    expect(verdictOf(null)).toBe("unknown");
  });

  it("says a ratio with its interval, turned round where it is slower", () => {
    const words = { better: "faster", worse: "slower" };
    expect(sayRatio(1.8, [1.7, 1.9], words)).toBe("1.80× faster (1.70 to 1.90)");
    expect(sayRatio(0.5, [0.4, 0.8], words)).toBe("2.00× slower (1.25 to 2.50)");
    expect(sayRatio(1.02, [0.97, 1.06], words)).toBe("no difference detected (0.970 to 1.06)");
  });
});
