import type { Profiler } from "node:inspector";
import { type CpuUse, type Part, useOf } from "./parts.ts";

/**
 * Gives each sample of a V8 profile to a part. The innermost function that belongs to one decides, so a copy made for a
 * packet counts as framing, and OpenSSL called by a cipher as crypto; but whatever a handshake or an authentication
 * calls is theirs. What belongs to none is native. `totalMs`: CPU time of all threads; what V8 did not see is that of the
 * others, and of libuv as it reads, which V8 takes for idle.
 */
export function attribute({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile, totalMs: number): CpuUse {
  const partOf = partsOf(nodes);
  const ms = new Map<Part, number>();
  let mainMs = 0;
  for (const [index, id] of samples.entries()) {
    const part = partOf(id);
    if (part === undefined) continue;
    const tookMs = (timeDeltas[index] ?? 0) / 1e3;
    mainMs += tookMs;
    ms.set(part, (ms.get(part) ?? 0) + tookMs);
  }
  ms.set("threads", Math.max(0, totalMs - mainMs));
  return useOf((part) => ms.get(part) ?? 0);
}

/** Undefined for a node in which the thread was idle, or at work for the profile itself. */
function partsOf(nodes: readonly Profiler.ProfileNode[]): (id: number) => Part | undefined {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const known = new Map<number, Part | undefined>();
  const find = (id: number): Part | undefined => {
    let innermost: Part | undefined;
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const { functionName = "", url = "" } = byId.get(at)?.callFrame ?? {};
      if (functionName === "(idle)" || profiler.test(url)) return undefined;
      if (functionName === "(garbage collector)") return "gc";
      const part = partOfFile(url);
      if (part === "authentication") return part;
      innermost ??= part;
    }
    return innermost ?? "native";
  };
  return (id) => {
    if (!known.has(id)) known.set(id, find(id));
    return known.get(id);
  };
}

function partOfFile(url: string): Part | undefined {
  return rules.find(([pattern]) => pattern.test(url))?.[1];
}

/** This room: beginning and ending a profile takes longer than a short task. */
const profiler = /\/bench\/dist\/cpu\//;

/** The first that matches counts. */
const rules: readonly (readonly [RegExp, Part])[] = [
  [/\/core\/dist\/(auth|handshake|key-schedule)\//, "authentication"],
  [/^node:(internal\/)?crypto\b|\/cipher-\w+\/dist\/|\/libsodium|\/sodium-|\/noise-/, "crypto"],
  [/^node:(net|dgram|tls|_tls\w*|stream)$|^node:internal\/(dgram|stream|streams\/|js_stream_socket)/, "socket"],
  [/\/transport-\w+\/dist\/|\/udx-native\/|\/@matrixai\/|\/zeromq\//, "socket"],
  [/\/core\/dist\/|\/bench\/dist\/subjects\/|\/secret-stream\/|\/streamx\//, "framing"],
  [/\/bench\/dist\/|\/tinybench\//, "benchmark"],
];
