/** What a process spends its CPU time on. */
export const parts = ["socket", "framing", "crypto", "authentication", "gc", "benchmark", "native", "threads"] as const;
export type Part = (typeof parts)[number];

/** Milliseconds of CPU time for each part. */
export type CpuUse = Readonly<Record<Part, number>>;

export function addUse(one: CpuUse, other: CpuUse): CpuUse {
  return useOf((part) => one[part] + other[part]);
}

export function useOf(ms: (part: Part) => number): CpuUse {
  return Object.fromEntries(parts.map((part) => [part, ms(part)])) as Record<Part, number>;
}
