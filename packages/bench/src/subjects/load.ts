import { UsageError } from "@countersign/core";
import { builtInSubjects } from "./built-in.ts";
import type { Subject } from "./subject.ts";

/** Names a subject to another process. */
export interface SubjectReference {
  readonly name: string;
  /** URLs of the modules that it may come from, besides the built-in subjects. */
  readonly modules: readonly string[];
}

export async function findSubject({ name, modules }: SubjectReference): Promise<Subject> {
  const subject = (await loadSubjects(modules)).find((candidate) => candidate.name === name);
  if (!subject) throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", `there is no subject named "${name}"`);
  return subject;
}

/**
 * The built-in subjects and those of `modules`, each of which exports `subjects: Subject[]`.
 * Rejects with UsageError when a module has none, or when two subjects have one name.
 */
export async function loadSubjects(modules: readonly string[]): Promise<readonly Subject[]> {
  const subjects = [...builtInSubjects];
  for (const module of modules) {
    for (const subject of await importSubjects(module)) {
      if (!namePattern.test(subject.name)) throw invalid(module, `"${subject.name}" is no name of a subject`);
      if (subjects.some(({ name }) => name === subject.name)) throw invalid(module, `"${subject.name}" is taken`);
      subjects.push(subject);
    }
  }
  return subjects;
}

async function importSubjects(module: string): Promise<readonly Subject[]> {
  const { subjects } = await import(module).catch((cause: unknown) => {
    throw invalid(module, `it cannot be loaded: ${(cause as Error).message}`, cause);
  });
  if (!Array.isArray(subjects)) throw invalid(module, "it exports no array named subjects");
  return subjects;
}

const namePattern = /^[a-z0-9][a-z0-9-]*$/;

function invalid(module: string, reason: string, cause?: unknown): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", `--subject ${module}: ${reason}`, { cause });
}
