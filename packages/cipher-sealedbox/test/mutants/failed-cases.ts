import type { Runner } from "@countersign/core/conformance";

type Exam = (runner: Runner) => void;

/** Sits an exam, and names the cases that failed. */
export async function failedCases(exam: Exam): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, body } of cases(exam)) {
    try {
      await body();
    } catch {
      failed.push(name);
    }
  }
  return failed;
}

export function caseNames(exam: Exam): string[] {
  return cases(exam).map(({ name }) => name);
}

/** Every case, under the names of the groups it is in but the outermost, which names the cipher. */
function cases(exam: Exam) {
  const found: { readonly name: string; body(): void | Promise<void> }[] = [];
  const path: string[] = [];
  exam({
    describe: (name, body) => {
      path.push(name);
      body();
      path.pop();
    },
    it: (name, body) => found.push({ name: [...path.slice(1), name].join(": "), body }),
  });
  return found;
}
