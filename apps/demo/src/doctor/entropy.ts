import { getFips, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Check } from "./finding.ts";

export const entropy: Check = {
  topic: "entropy",
  async look() {
    const [one, other] = [randomBytes(32), randomBytes(32)];
    const works = !one.equals(other) && new Set(one).size > 8;
    const pool = await readFile("/proc/sys/kernel/random/entropy_avail", "utf8").catch(() => undefined);
    return {
      lines: [
        works ? "the system's random numbers come at once, and differ" : "the system's random numbers repeat",
        ...(pool === undefined ? [] : [`the kernel counts ${pool.trim()} bits; 256 is all that its generator needs`]),
        `OpenSSL's FIPS mode is ${getFips() === 1 ? "on" : "off"}`,
      ],
      ...(!works && { trouble: "Random numbers repeat: keys made on this machine can be guessed. Make none." }),
    };
  },
};
