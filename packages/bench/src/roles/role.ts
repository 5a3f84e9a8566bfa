import type { Conditions } from "../relay/conditions.ts";
import type { SubjectReference } from "../subjects/load.ts";
import type { Setting } from "../subjects/subject.ts";

/** A pair's two processes, and the third that may stand between them. */
export type Role = Assignment["role"];

/** What a child process is to be. */
export type Assignment =
  | { readonly role: "server" | "client"; readonly subject: SubjectReference; readonly setting: Setting }
  | { readonly role: "relay"; readonly conditions: Conditions; readonly seed: number };

/** The parent's last message to each. */
export const stop = "stop";

/** The arguments that start this program as a child process. */
export function roleArguments(assignment: Assignment): string[] {
  return [`--role=${assignment.role}`, JSON.stringify(assignment)];
}

/** Undefined when the arguments are those of a user. */
export function parseRole([flag, assignment]: readonly string[]): Assignment | undefined {
  return flag?.startsWith("--role=") && assignment ? JSON.parse(assignment) : undefined;
}
