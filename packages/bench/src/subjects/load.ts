import { UsageError } from "@countersign/core";
import { type TransportName, transportNames } from "../scenarios/shape.ts";
import { builtInSubjects } from "./built-in.ts";
import { peerSubjects } from "./peers/peers.ts";
import type { Subject } from "./subject.ts";

/** Names a subject to another process. */
export interface SubjectReference {
  readonly name: string;
  readonly transport: TransportName;
  readonly authentication: string;
  /** URLs of the modules that it may come from, besides the built-in subjects. */
  readonly modules: readonly string[];
}

export async function findSubject({ modules, ...wanted }: SubjectReference): Promise<Subject> {
  const subject = [...peerSubjects, ...(await loadSubjects(modules))].find((candidate) => isSame(candidate, wanted));
  if (subject) return subject;
  const message = `there is no subject named "${wanted.name}" over ${wanted.transport} (${wanted.authentication})`;
  throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message);
}

/**
 * The built-in subjects and those of `modules`, each of which exports `subjects: Subject[]`.
 * Rejects with UsageError when a module has none, or when two subjects have the same name, transport and authentication.
 */
export async function loadSubjects(modules: readonly string[]): Promise<readonly Subject[]> {
  const subjects = [...builtInSubjects];
  for (const module of modules) {
    for (const subject of await importSubjects(module)) {
      if (!namePattern.test(subject.name)) throw invalid(module, `"${subject.name}" is no name of a subject`);
      if (!transportNames.includes(subject.transport)) {
        throw invalid(module, `"${subject.transport}" is no transport: ${transportNames.join(" or ")}`);
      }
      if ([...peerSubjects, ...subjects].some((other) => isSame(other, subject))) {
        throw invalid(module, `"${subject.name}" is taken`);
      }
      subjects.push(subject);
    }
  }
  return subjects;
}

function isSame(one: Identity, other: Identity): boolean {
  return one.name === other.name && one.transport === other.transport && one.authentication === other.authentication;
}

type Identity = Pick<Subject, "name" | "transport" | "authentication">;

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
