import type { Subject } from "../subjects/subject.ts";
import { type Kind, kinds } from "./kind.ts";

/** One number the benchmark finds: one row of the JSON, one cell of a table. */
export interface Scenario {
  /** `kind/transport/subject/authentication/size`; without a size it has four parts. */
  readonly id: string;
  readonly kind: Kind;
  readonly subject: Subject;
  /** Bytes of a message, or null. */
  readonly size: number | null;
}

/** Every scenario of these subjects, kind by kind and subject by subject. */
export function scenariosOf(subjects: readonly Subject[]): readonly Scenario[] {
  return kinds.flatMap((kind) =>
    subjects
      .filter((subject) => subject.kinds?.includes(kind.name) ?? true)
      .flatMap((subject) => kind.sizes.map((size) => ({ id: idOf(kind, subject, size), kind, subject, size }))),
  );
}

function idOf(kind: Kind, subject: Subject, size: number | null): string {
  const parts = [kind.name, subject.transport, subject.name, subject.authentication];
  return (size === null ? parts : [...parts, size]).join("/");
}
