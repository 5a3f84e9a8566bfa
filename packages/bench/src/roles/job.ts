import type { Found } from "../measure/measure.ts";
import type { Timing } from "../measure/sample.ts";
import type { KindName } from "../scenarios/kind.ts";
import type { Invitation } from "../subjects/subject.ts";

/** A server's only message to its parent. */
export type Served =
  | { readonly ok: true; readonly invitation: Invitation }
  | { readonly ok: false; readonly error: string };

/** The parent's only message to a client. */
export interface Job {
  readonly invitation: Invitation;
  /** Those of one kind stand together. */
  readonly tasks: readonly Task[];
  readonly timing: Timing;
  /** Says where the CPU time of each task goes, too. */
  readonly profileCpu: boolean;
}

export interface Task {
  readonly kind: KindName;
  /** Bytes of a message, or null. */
  readonly size: number | null;
  /** How many at once, or a second, or null. */
  readonly load: number | null;
  /** Timed work before anything of the task's kind is recorded, in milliseconds. */
  readonly warmUpMs: number;
}

/** The client's answer: one for each task, in their order. */
export type Measured = ({ readonly ok: true } & Found) | { readonly ok: false; readonly error: string };
