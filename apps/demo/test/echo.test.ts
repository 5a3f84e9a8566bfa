import { afterEach, describe, expect, it, vi } from "vitest";
import { cipherNames } from "../src/ciphers.ts";
import { echo } from "../src/echo/echo.ts";
import { transportNames } from "../src/transports.ts";

afterEach(() => vi.restoreAllMocks());

const endOfStranger = {
  tcp: /server {4}refused: ERR_COUNTERSIGN_NOT_COUNTERSIGN\n.*got 0 bytes, then the connection was closed/,
  // The empty one counts as no datagram; on a busy machine mallory may repeat hers meanwhile.
  udp: /stranger +sends datagrams.*\n +got 0 bytes back .*\nserver {4}ignored (?!1 )\d+ datagrams\n/,
};

describe.each(transportNames)("pnpm demo echo over %s", (transportName) => {
  it.each(cipherNames)("with %s serves alice, and nobody else", async (cipherName) => {
    const lines: string[] = [];
    vi.spyOn(console, "log").mockImplementation((line: string) => lines.push(line));
    await echo(transportName, cipherName);
    const said = lines.join("\n");
    expect(said).toMatch(new RegExp(`listening on 127\\.0\\.0\\.1:\\d+, ${transportName.toUpperCase()}, `));
    expect(said).toContain('"hello" → "HELLO"');
    expect(said).toContain("server    refused: ERR_COUNTERSIGN_AUTHENTICATION");
    expect(said).toContain("ERR_COUNTERSIGN_AUTHENTICATION: The server refused this name, or the key for it.");
    expect(said).toMatch(endOfStranger[transportName]);
    expect(said).toContain('"and again" → "AND AGAIN"');
  });
});
