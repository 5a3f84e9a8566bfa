import type { SubjectReference } from "../subjects/load.ts";

/** A pair's two processes. */
export type Role = "server" | "client";

/** The parent's last message to either. */
export const stop = "stop";

/** The arguments that start this program as a child process. */
export function roleArguments(role: Role, subject: SubjectReference): string[] {
  return [`--role=${role}`, JSON.stringify(subject)];
}

/** Undefined when the arguments are those of a user. */
export function parseRole(args: readonly string[]): { role: Role; subject: SubjectReference } | undefined {
  const [flag, subject] = args;
  const role = (["server", "client"] as const).find((name) => flag === `--role=${name}`);
  return role && subject ? { role, subject: JSON.parse(subject) } : undefined;
}
