import type { Runner } from "./runner.ts";

type Id = `${Uppercase<string>}-${number}`;

/** What is owed, and the requirements of docs/spec that say so: "ends once, and says nothing after it (T-20)". */
type Title = `${string} (${Id})` | `${string} (${Id}, ${Id})` | `${string} (${Id}, ${Id}, ${Id})`;

/** One part of an exam. Every case gets the subject, sets up what it needs, and leaves nothing behind. */
export type Cases<Subject> = Readonly<Record<Title, (subject: Subject) => Promise<void>>>;

/** Declares one part of an exam as a group of the runner's. */
export function declare<Subject>(
  { describe, it }: Runner,
  part: string,
  cases: Cases<Subject>,
  subject: Subject,
): void {
  describe(part, () => {
    for (const [title, play] of Object.entries(cases)) it(title, () => play(subject));
  });
}
