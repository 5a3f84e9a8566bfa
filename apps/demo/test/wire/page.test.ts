import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { chromiumPath, startBrowser, WirePage } from "./fixtures/browser.ts";

describe.skipIf(!chromiumPath)(`the page${chromiumPath ? "" : " needs Chromium: apt-get install chromium"}`, () => {
  let browser: Browser;
  let wire: WirePage;
  let page: Page;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });
  beforeEach(async () => {
    wire = await WirePage.open(browser);
    page = wire.page;
  });
  afterEach(async () => {
    const { complaints, origins, url } = wire;
    await wire[Symbol.asyncDispose]();
    expect(complaints, "what the browser complains of").toEqual([]);
    expect([...origins], "where requests went").toEqual([new URL(url).origin]);
  });

  describe.each(["TCP", "UDP"])("over %s", (transport) => {
    it.each([
      ["RSA + AES", "None"],
      ["Sealed box", "Shared key"],
      ["Sealed box", "User and password"],
    ])("with %s and %s shows both ends what is said, and bytes between them", async (cipher, authentication) => {
      await wire.connect(transport, cipher, authentication);
      await wire.say("client", "is anybody there?");
      await wire.line("server", "heard", "is anybody there?");
      await wire.say("server", "I am");
      await wire.line("client", "heard", "I am");
      const seen = await page.locator("#packets").textContent();
      expect(seen).toContain("HELLO");
      expect(seen).not.toContain("anybody");
      await page.getByRole("button", { name: "Close", exact: true }).click();
      await wire.phase("over");
      await wire.line("client", "news", "closed properly");
    });

    it("explains the fields of a packet, by mouse and by keyboard", async () => {
      await wire.connect(transport, "Sealed box", "Shared key");
      await page.locator('.packet[data-kind="HELLO"] .row').first().click();
      const inspector = page.locator("#inspector");
      await inspector.getByRole("heading", { name: /HELLO: the client calls/ }).waitFor();
      await inspector.locator(".outside .listed", { hasText: "key hint" }).click();
      await inspector.locator(".outside .field-about", { hasText: "hash over the client id" }).waitFor();
      await page.keyboard.press("ArrowDown");
      await inspector.locator(".outside .field-about h4", { hasText: "length of sealed" }).waitFor();
      await inspector.locator(".inside .listed", { hasText: "largest message" }).click();
      await inspector.locator(".inside .field-about", { hasText: "W-4" }).waitFor();
      await page.keyboard.press("Escape");
      await inspector.waitFor({ state: "hidden" });
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await inspector.getByRole("heading", { name: /ACCEPT: the server answers/ }).waitFor();
      await inspector.getByRole("button", { name: "Close" }).click();
      await inspector.waitFor({ state: "hidden" });
    });

    it("holds a handshake, and lets it go packet by packet", async () => {
      const hold = page.getByRole("checkbox", { name: "Hold every packet" });
      await hold.check();
      await page.getByRole("radio", { name: transport, exact: true }).check({ force: true });
      await page.locator("#open").click();
      await wire.phase("handshake…");
      for (const kind of ["HELLO", "ACCEPT", "authentication", "authentication"]) {
        const held = page.locator(`.packet.held[data-kind="${kind}"]`).first();
        await held.getByRole("button", { name: /^Let pass packet/ }).click();
      }
      await wire.phase("open");
      await hold.uncheck();
      await wire.say("client", "through");
      await wire.line("server", "heard", "through");
    });

    it("tells what came of each attack", async () => {
      const ends = transport === "TCP" ? "the session ended" : "it held";
      for (const tool of ["Change a bit", "Drop a packet", "Replay a packet", "Inject a packet"]) {
        if (transport === "TCP" || tool === "Change a bit") await wire.connect(transport, "Sealed box", "Shared key");
        expect(await wire.attack(tool)).toContain(ends);
      }
      await page.getByRole("radio", { name: "to the client" }).check({ force: true });
      await wire.connect(transport, "Sealed box", "Shared key");
      expect(await wire.attack("Log in without the key")).toContain("ERR_COUNTERSIGN_AUTHENTICATION");
      expect(await wire.attack("Impersonate the server")).toContain("ERR_COUNTERSIGN_HANDSHAKE");
      expect(await wire.attack("Replay the whole conversation")).toContain("it held");
      expect(await wire.attack("Steal the server's key, afterwards")).toContain("ACCEPT stays closed");
      if (transport === "UDP") {
        expect(await wire.attack("Answer from another address")).toContain("still speaks to");
        expect(await wire.attack("Change the client's address")).toMatch(/spoke to .*, speaks to/);
      } else {
        await page.locator('.tool[data-tool="move"][aria-disabled="true"]', { hasText: "TCP" }).waitFor();
      }
      const aimed = await wire.attack("Change a bit");
      const clientSaw = transport === "TCP" ? "clientERR_COUNTERSIGN_FORGED_PACKET" : "clientpacketsForged 0 → 1";
      expect(aimed).toContain(clientSaw);
      await page.getByRole("radio", { name: "to the server" }).check({ force: true });
    });

    it("sends a chosen packet again, and saves the capture", async () => {
      await wire.connect(transport, "Sealed box", "None");
      await page.locator('.packet[data-kind="HELLO"] .row').first().click();
      await page.getByRole("button", { name: "Send it again" }).click();
      await page.locator(".packet.forged .remark", { hasText: "a copy of packet 1" }).waitFor();
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "Save as pcapng" }).click(),
      ]);
      expect(download.suggestedFilename()).toBe("countersign.pcapng");
      const file = await readFile(await download.path());
      expect(file.readUInt32LE(0)).toBe(0x0a0d0d0a);
    });
  });

  it("draws what a bad network does, live", async () => {
    await wire.connect("UDP", "Sealed box", "None");
    for (const [name, key] of [
      ["Loss", "PageUp"],
      ["Overtaken", "PageUp"],
      ["Delay, one way", "ArrowRight"],
    ] as const) {
      const slider = page.getByRole("slider", { name });
      await slider.press(key);
      await expect.poll(() => slider.getAttribute("aria-valuetext")).not.toMatch(/^0 /);
    }
    expect(await page.getByRole("slider", { name: "Delay, one way" }).inputValue()).toBe("5");
    expect(Number(await page.getByRole("slider", { name: "Loss" }).inputValue())).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Client: send 200 messages" }).click();
    await page.getByRole("button", { name: "Server: send 200 messages" }).click();
    await wire.line("server", "heard", "200 of 200");
    await wire.line("client", "heard", "200 of 200");
    await page.locator(".packet.lost").first().waitFor({ state: "attached" });
    await page.locator("#chart-caption", { hasText: /round trip.*\d ms/ }).waitFor();
    await page.getByRole("img", { name: /Round trip in the last minute: / }).waitFor();
    await page.locator("#client-counters .alarming, #server-counters .alarming", { hasText: "lost" }).first().waitFor();
    await page.locator("#chart rect.lost").first().waitFor({ state: "attached" });
  });

  it("shows what arrives as text, whatever it is", async () => {
    await wire.connect("TCP", "Sealed box", "None");
    const hostile = `<img src=x onerror="document.title='taken'"><script>document.title='taken'</script>`;
    await wire.say("client", hostile);
    await wire.line("server", "heard", hostile);
    await page.locator('.packet[data-kind="packet"] .row').last().click();
    await page.locator(".inside .field-value", { hasText: "onerror" }).waitFor();
    expect(await page.locator("main img, main script").count()).toBe(0);
    expect(await page.title()).toContain("The wire");
  });

  it("does not obey a page of another origin, even one that knows its address", async () => {
    await wire.connect("TCP", "Sealed box", "None");
    await using evil = await WirePage.open(browser);
    const attempts = `(async () => {
      const order = JSON.stringify({ do: "say", side: "client", text: "obeyed" });
      const send = (mode, type) => fetch("${wire.url}order", { method: "POST", mode, headers: { "content-type": type }, body: order })
        .then(({ type }) => type, () => "refused");
      const listen = new Promise((resolve) => {
        const source = new EventSource("${wire.url}events");
        source.onmessage = () => resolve("heard");
        source.onerror = () => resolve("refused");
      });
      return Promise.all([send("no-cors", "text/plain"), send("cors", "application/json"), listen]);
    })()`;
    // Its own policy would keep that page from trying.
    const page = await browser.newPage({ bypassCSP: true });
    await page.goto(evil.url);
    expect(await page.evaluate(attempts)).toEqual(["refused", "refused", "refused"]);
    await page.context().close();
    await wire.say("client", "only this");
    await wire.line("server", "heard", "only this");
    expect(await wire.page.locator("#server-screen .heard").count()).toBe(1);
  });

  it("finds everything again when it is loaded again", async () => {
    await wire.connect("UDP", "Sealed box", "None");
    await wire.say("client", "before");
    await wire.line("server", "heard", "before");
    await page.reload();
    await wire.line("server", "heard", "before");
    await wire.line("client", "said", "before");
    await page.locator('.packet[data-kind="HELLO"]').first().waitFor();
    expect(await page.getByRole("radio", { name: "UDP", exact: true }).isChecked()).toBe(true);
  });

  it("fits a phone, and every control has a name", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: "dark" });
    await wire.connect("UDP", "Sealed box", "Shared key");
    await page.locator('.packet[data-kind="HELLO"] .row').first().click();
    await page.locator("#inspector .outside").waitFor();
    const excess = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
    expect(await page.evaluate(excess)).toBe(0);
    const controls = (await page.locator("body").ariaSnapshot()).matchAll(
      /- (button|textbox|slider|radio|link|checkbox)(.*)/g,
    );
    const names = [...controls].map(([, role, rest = ""]) => ({ role, name: /"[^"]+"|\/.+\//.exec(rest)?.[0] }));
    expect(names.length).toBeGreaterThan(30);
    expect(names.filter(({ name }) => name === undefined)).toEqual([]);
  });
});
