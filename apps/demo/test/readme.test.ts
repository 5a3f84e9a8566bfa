import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";

const folder = new URL("../", import.meta.url);
const readme = await readFile(new URL("README.md", folder), "utf8");
const quotes = [...readme.matchAll(/<!-- quotes: (\S+) -->\n\n```ts\n([\s\S]*?)```/g)].map(([, file = "", text]) => ({
  file,
  text,
}));

describe("the README", () => {
  it("quotes the server and the client of the echo", () => {
    expect(quotes.map(({ file }) => file)).toEqual(["src/echo/server.ts", "src/echo/client.ts"]);
  });

  it.each(quotes)("quotes $file as it is, in under 40 lines", async ({ file, text }) => {
    const source = await readFile(new URL(file, folder), "utf8");
    expect(text).toBe(source);
    expect(source.split("\n").length).toBeLessThanOrEqual(40);
  });
});
