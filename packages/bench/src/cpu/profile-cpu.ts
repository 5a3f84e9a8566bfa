import { Session } from "node:inspector/promises";
import { attribute } from "./attribute.ts";
import type { CpuUse } from "./parts.ts";

/** Begins to profile this process; the result ends it. */
export async function profileCpu(): Promise<() => Promise<CpuUse>> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: samplingUs });
  await session.post("Profiler.start");
  const before = process.cpuUsage();
  return async () => {
    const { user, system } = process.cpuUsage(before);
    const { profile } = await session.post("Profiler.stop");
    session.disconnect();
    return attribute(profile, (user + system) / 1e3);
  };
}

const samplingUs = 200;
