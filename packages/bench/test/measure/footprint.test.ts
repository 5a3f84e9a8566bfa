import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { measureFootprint } from "../../src/measure/footprint.ts";
import { scenariosOf } from "../../src/scenarios/scenario.ts";
import { builtInSubjects } from "../../src/subjects/built-in.ts";
import type { Subject } from "../../src/subjects/subject.ts";
import type { WireCount } from "../../src/wire/wire-tally.ts";
import { withStage } from "../fixtures/stage.ts";

const scenarios = scenariosOf(builtInSubjects).filter(({ kind }) => kind.name === "footprint");
const baseline = fileURLToPath(new URL("../../footprint.json", import.meta.url));

/** Handshakes as a whole. Of a message what it takes itself: acknowledgements over UDP are up to timers. */
async function footprintsOf(subject: Subject): Promise<[string, Partial<WireCount>][]> {
  const found: [string, Partial<WireCount>][] = [];
  const own = scenarios.filter((scenario) => scenario.subject === subject);
  await withStage(subject, own[0]?.packetBytes ?? null, async (stage) => {
    for (const { id, size } of own) {
      const { wire } = await measureFootprint(stage, size);
      const { bytesThere, packetsThere } = wire ?? fail("a footprint has no count");
      found.push([id, size === null ? { ...wire } : { bytesThere, packetsThere }]);
    }
  });
  return found;
}

describe("footprint", () => {
  it("is what it was: a change of it is a change of the protocol, and footprint.json goes along with it", async () => {
    // What TLS sends is up to the OpenSSL of this Node.
    const own = new Set(scenarios.map(({ subject }) => subject).filter(({ name }) => !name.startsWith("tls13")));
    const found = (await Promise.all([...own].map(footprintsOf))).flat();
    await expect(`${JSON.stringify(Object.fromEntries(found), null, 2)}\n`).toMatchFileSnapshot(baseline);
  }, 120_000);

  it("finds what is known: raw TCP sends a message behind four bytes of length, and greets with nine", async () => {
    const raw = scenarios.find(({ id }) => id === "footprint/tcp/raw/none");
    await withStage((raw ?? fail("raw TCP has no footprint")).subject, null, async (stage) => {
      expect(await measureFootprint(stage, null)).toEqual({
        samples: [9],
        wire: { bytesThere: 0, bytesBack: 9, packetsThere: 0, packetsBack: 1, flights: 1 },
      });
      // "received 1" behind its own length.
      expect(await measureFootprint(stage, 100_000)).toEqual({
        samples: [100_004],
        wire: { bytesThere: 100_004, bytesBack: 14, packetsThere: 70, packetsBack: 1, flights: 2 },
      });
    });
  });
});

function fail(message: string): never {
  throw new Error(message);
}
