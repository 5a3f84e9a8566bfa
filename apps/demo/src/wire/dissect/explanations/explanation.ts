/** What a field is, and why the protocol has it. */
export interface Explanation {
  readonly name: string;
  readonly what: string;
  readonly why: string;
  /** Number of the requirement in docs/spec; empty for what is the transport's own affair. */
  readonly spec: string;
}

/** `explain(name, spec, what, why)`. */
export function explain(name: string, spec: string, what: string, why: string): Explanation {
  return { name, spec, what, why };
}
