import { createCipheriv } from "node:crypto";
import { describe, expect, it } from "vitest";
import { parts } from "../../src/cpu/parts.ts";
import { profileCpu } from "../../src/cpu/profile-cpu.ts";

describe("profileCpu", () => {
  it("finds most of the time of a process that encrypts in crypto", async () => {
    const stop = await profileCpu();
    const cipher = createCipheriv("aes-256-ctr", Buffer.alloc(32), Buffer.alloc(16));
    const memory = Buffer.alloc(1024 * 1024);
    for (let count = 0; count < 300; count++) cipher.update(memory);
    const use = await stop();
    const others = parts.filter((part) => part !== "crypto" && part !== "threads");
    expect(use.crypto).toBeGreaterThan(others.reduce((sum, part) => sum + use[part], 0));
  });
});
