import { describe, expect, it } from "vitest";
import { examine } from "../../src/lab/examine.ts";
import { labs } from "../../src/lab/labs.ts";

/** By what each attack on ours is stopped. */
const stoppedBy: Readonly<Record<string, RegExp>> = {
  "key-sent-along": /^no key among the \d+ bytes on the wire$/,
  "fixed-iv": /^the packet's number in each nonce: 0 pairs of 3 packets have a block in common$/,
  cbc: /^ERR_COUNTERSIGN_FORGED_PACKET at the server$/,
  "padding-oracle": /^ERR_COUNTERSIGN_HANDSHAKE at the server, and one answer for all 10$/,
  reflection: /^ERR_COUNTERSIGN_AUTHENTICATION at alice$/,
  relay: /^ERR_COUNTERSIGN_AUTHENTICATION at Mallory$/,
  "unpinned-key": /^ERR_COUNTERSIGN_SERVER_KEY at alice$/,
  replay: /^ERR_COUNTERSIGN_FORGED_PACKET within the session, ERR_COUNTERSIGN_FORGED_PACKET on a new connection/,
  "wrong-address": /^packetsForged: [1-9]\d*, packetsReplayed: [1-9]\d* at the client$/,
  "one-read": /ERR_COUNTERSIGN_TRUNCATED at the server$/,
  "password-file": /^ERR_COUNTERSIGN_AUTHENTICATION at Mallory, and 600,000 hashes for each guess at each line$/,
};

describe.each(labs.map((lab) => [lab.name, lab] as const))("lab %s", (name, lab) => {
  it("breaks what people do, and not ours", async () => {
    const result = await examine(lab);
    expect(result, JSON.stringify(result, undefined, 2)).toMatchObject({ name, naive: "broke", ours: "held" });
    expect(result.stoppedBy).toMatch(stoppedBy[name] as RegExp);
    expect(result.evidence.naive.length).toBeGreaterThan(1);
    expect(result.evidence.ours.length).toBeGreaterThan(1);
  });

  it("says in about 150 words why", () => {
    const words = lab.why.trim().split(/\s+/).length;
    expect(words).toBeGreaterThan(120);
    expect(words).toBeLessThan(190);
  });
});

it("no two labs have the same name", () => {
  expect(new Set(labs.map(({ name }) => name)).size).toBe(labs.length);
  expect(Object.keys(stoppedBy)).toEqual(labs.map(({ name }) => name));
});
