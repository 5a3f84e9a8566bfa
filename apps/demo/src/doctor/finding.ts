/** What a check has found. */
export interface Finding {
  /** In plain words, line by line. */
  readonly lines: readonly string[];
  /** What keeps Countersign from working here, and what can be done. */
  readonly trouble?: string;
}

export interface Check {
  /** One or two words. */
  readonly topic: string;
  /** A rejection is trouble, too. */
  look(): Finding | Promise<Finding>;
}

/** As people read it: 1234567 is "1,234,567". */
export function counted(value: number): string {
  return value.toLocaleString("en-US");
}
