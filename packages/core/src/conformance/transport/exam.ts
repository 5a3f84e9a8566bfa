import type { Transport } from "../../link.ts";

/** The transport under examination. */
export interface TransportExam {
  readonly name: string;
  /** Called for each case. */
  make(): Transport;
  /**
   * Its links lose packets (`traits.reliable` is false): chooses the cases. They are sat where the network is quiet,
   * as on loopback: a few packets in a row arrive, in their order. Default: false.
   */
  readonly lossy?: boolean;
  /** Where to listen, on any free port: "127.0.0.1:0". What the listener then says is dialled. */
  readonly address: string;
  /** How long something owed may take before its case fails, in milliseconds; less than the runner waits. Default: 4,000. */
  readonly patienceMs?: number;
}
