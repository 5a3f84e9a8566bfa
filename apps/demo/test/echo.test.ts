import { afterEach, describe, expect, it, vi } from "vitest";
import { type CipherName, cipherNames } from "../src/ciphers.ts";
import { echo } from "../src/echo/echo.ts";

afterEach(() => vi.restoreAllMocks());

describe("pnpm demo echo", () => {
  it.each(cipherNames)("with %s serves alice, and nobody else", async (cipherName: CipherName) => {
    const lines: string[] = [];
    vi.spyOn(console, "log").mockImplementation((line: string) => lines.push(line));
    await echo(cipherName);
    const said = lines.join("\n");
    expect(said).toMatch(/listening on 127\.0\.0\.1:\d+/);
    expect(said).toContain('"hello" → "HELLO"');
    expect(said).toContain("server    refused: ERR_COUNTERSIGN_AUTHENTICATION");
    expect(said).toContain("ERR_COUNTERSIGN_AUTHENTICATION: The server refused this name, or the key for it.");
    expect(said).toContain("server    refused: ERR_COUNTERSIGN_NOT_COUNTERSIGN");
    expect(said).toContain("got 0 bytes, then the connection was closed");
    expect(said).toContain('"and again" → "AND AGAIN"');
  });
});
