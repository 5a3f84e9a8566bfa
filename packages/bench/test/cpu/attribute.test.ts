import type { Profiler } from "node:inspector";
import { describe, expect, it } from "vitest";
import { attribute } from "../../src/cpu/attribute.ts";

/** A profile in which each stack, outermost function first, was found for so many milliseconds. */
function profileOf(...found: readonly (readonly [ms: number, ...stack: string[]])[]): Profiler.Profile {
  const nodes: Profiler.ProfileNode[] = [node(1, "(root)", "")];
  const samples: number[] = [];
  for (const [, ...stack] of found) {
    let parent = nodes[0] as Profiler.ProfileNode;
    for (const frame of stack) {
      const [, name = "", url = ""] = /^(.*?)(?: ((?:node|file):.*))?$/.exec(frame) ?? [];
      const child = node(nodes.length + 1, name, url);
      parent.children = [...(parent.children ?? []), child.id];
      nodes.push(child);
      parent = child;
    }
    samples.push(parent.id);
  }
  return { nodes, samples, timeDeltas: found.map(([ms]) => ms * 1e3), startTime: 0, endTime: 0 };
}

function node(id: number, functionName: string, url: string): Profiler.ProfileNode {
  return { id, callFrame: { functionName, url, scriptId: "0", lineNumber: 0, columnNumber: 0 } };
}

const socket = "onStreamRead node:internal/stream_base_commons";
const opener = "open file:///repo/packages/core/dist/packet/opener.js";
const cipher = "open file:///repo/packages/cipher-hybrid/dist/aes-gcm.js";
const mechanism = "step file:///repo/packages/core/dist/auth/hmac.js";
const hmac = "Hmac node:internal/crypto/hash";

describe("attribute", () => {
  it("gives each sample to the innermost function that belongs to a part", () => {
    const profile = profileOf(
      [1, socket],
      [2, socket, opener, "copy node:buffer"],
      [4, socket, opener, cipher, "update node:internal/crypto/cipher", "update"],
      [8, socket, opener, "emit node:events", "compare file:///repo/packages/bench/dist/measure/messages.js"],
    );
    expect(attribute(profile, 15)).toMatchObject({ socket: 1, framing: 2, crypto: 4, benchmark: 8, threads: 0 });
  });

  it("gives authentication what it calls, its cryptography too", () => {
    expect(attribute(profileOf([3, socket, opener, mechanism, hmac]), 3)).toMatchObject({
      authentication: 3,
      crypto: 0,
    });
  });

  it("knows the garbage collector wherever it strikes, and what is no work", () => {
    const profile = profileOf([5, "(garbage collector)"], [70, "(idle)"], [6, "(program)"]);
    expect(attribute(profile, 20)).toMatchObject({ gc: 5, native: 6, threads: 9 });
  });

  it("leaves the profile's own work out", () => {
    const profile = profileOf(
      [3, opener],
      [40, "stop file:///repo/packages/bench/dist/cpu/profile-cpu.js", "post node:inspector"],
    );
    expect(attribute(profile, 3)).toMatchObject({ framing: 3, benchmark: 0, native: 0, threads: 0 });
  });

  it("gives other threads what the profiled one did not use, and never less than nothing", () => {
    expect(attribute(profileOf([10, opener]), 12).threads).toBe(2);
    expect(attribute(profileOf([10, opener]), 9).threads).toBe(0);
  });
});
