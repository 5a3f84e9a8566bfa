import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { clear } from "../../src/wire/dissect/explanations/clear.ts";
import { frames } from "../../src/wire/dissect/explanations/frames.ts";
import { parameters } from "../../src/wire/dissect/explanations/parameters.ts";
import type { Dissection, Field } from "../../src/wire/protocol.ts";
import { Theatre } from "./fixtures/theatre.ts";

async function dissections(theatre: Theatre): Promise<Dissection[]> {
  const all = await Promise.all(theatre.packets.map(({ number }) => theatre.stage.dissect(number)));
  return all.filter((each) => each !== undefined);
}

/** Fields that lie side by side from the first byte to the last. */
function expectTiling(fields: readonly Field[], hex: string): void {
  let at = 0;
  for (const field of fields) {
    expect(field.at, field.name).toBe(at);
    at += field.bytes;
  }
  expect(at).toBe(hex.length / 2);
}

describe.each(["tcp", "udp"])("over %s", (transport) => {
  it.each([
    ["sealed-box", "none"],
    ["sealed-box", "password"],
    ["hybrid", "shared-key"],
  ])("%s with %s: every byte of every packet has a name, inside and out", async (cipher, authentication) => {
    await using theatre = await Theatre.open({ transport, cipher, authentication });
    await theatre.order({ do: "say", side: "client", text: "a question" });
    await theatre.order({ do: "say", side: "server", text: "an answer" });
    await theatre.sees("server", "a question");
    await theatre.sees("client", "an answer");
    const packets = await dissections(theatre);
    for (const { hex, fields, inside, title } of packets) {
      expectTiling(fields, hex);
      expect(inside, title).toHaveLength(1);
      for (const each of inside) expectTiling(each.fields, each.hex);
    }
    const values = packets.flatMap(({ inside }) => inside.flatMap((each) => each.fields.map(({ value }) => value)));
    expect(values).toContain('"a question"');
    expect(values).toContain('"an answer"');
    expect(values.join()).toContain(authentication === "none" ? '"none"' : "alice");
    expect(packets.map(({ title }) => title.split(":")[0])).toEqual(
      expect.arrayContaining(["HELLO", "ACCEPT", "Epoch 0", "Epoch 1"]),
    );
  });

  it("what everybody sees holds nothing of what is said", async () => {
    await using theatre = await Theatre.open({ transport });
    await theatre.order({ do: "say", side: "client", text: "nobody sees this" });
    await theatre.sees("server", "nobody sees this");
    const seen = (await dissections(theatre)).map(({ hex }) => Buffer.from(hex, "hex").toString("latin1")).join();
    expect(seen).not.toContain("nobody sees this");
    expect(seen).not.toContain("alice");
  });
});

it("a forged packet is taken apart as far as it goes, and nothing is inside", async () => {
  await using theatre = await Theatre.open({ transport: "udp" });
  await theatre.attack("inject");
  const forged = theatre.packets.find(({ fate }) => fate === "forged");
  const dissection = await theatre.stage.dissect(forged?.number ?? 0);
  expect(dissection?.inside).toEqual([]);
  expect(dissection?.sealed).toContain("does not open");
  expectTiling(dissection?.fields ?? [], dissection?.hex ?? "");
});

it("explanations cite requirements that exist", async () => {
  const folder = new URL("../../../../docs/spec/", import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith(".md"));
  const spec = (await Promise.all(files.map((name) => readFile(new URL(name, folder), "utf8")))).join("\n");
  for (const { name, spec: number } of [clear, frames, parameters].flatMap((each) => Object.values(each))) {
    if (number !== "") expect(spec, name).toContain(`**${number}**`);
  }
});
