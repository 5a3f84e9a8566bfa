/** What became of an attack on a protocol. */
export interface NaiveOutcome {
  /** The attacker got what the protocol was there to prevent. */
  readonly broken: boolean;
  /** What was seen, line by line. */
  readonly evidence: readonly string[];
}

/** What became of the same attack on a session of ours. */
export interface OursOutcome {
  readonly held: boolean;
  readonly evidence: readonly string[];
  /** The error code or the counter by which it shows that the attack came to nothing. */
  readonly stoppedBy: string;
}

/** A protocol as it is copied from tutorials, the attack that breaks it, and the same attack on a session of ours. */
export interface Lab {
  /** On the command line: "replay". */
  readonly name: string;
  readonly title: string;
  /** What people do. */
  readonly practice: string;
  /** Runs the protocol and the attack, over sockets of this machine. */
  attackNaive(): Promise<NaiveOutcome>;
  /** Why it breaks, in about 150 words. */
  readonly why: string;
  /** What we do instead. */
  readonly defence: string;
  attackOurs(): Promise<OursOutcome>;
}

/** Of one run. `naive` and `ours` are "broke" or "held"; it is as it should be when naive broke and ours held. */
export interface LabResult {
  readonly name: string;
  readonly naive: "broke" | "held";
  readonly ours: "broke" | "held";
  readonly evidence: { readonly naive: readonly string[]; readonly ours: readonly string[] };
  readonly stoppedBy: string;
}
