import { randomBytes } from "node:crypto";
import type { AuthContext, AuthExchange, Authenticated, Authenticator } from "@countersign/core";

/** What distinguishes a session. */
export type Session = Pick<AuthContext, "binding" | "challenge">;

export function newSession(): Session {
  return { binding: randomBytes(32), challenge: randomBytes(32) };
}

export function begin(
  authenticator: Authenticator<"client" | "server">,
  session: Session = newSession(),
  more: Partial<AuthContext> = {},
): AuthExchange {
  const { role } = authenticator;
  return authenticator.begin({ role, random: (bytes) => randomBytes(bytes), ...session, ...more });
}

/** Says something to one side; returns what it answers. */
export async function say(side: AuthExchange, message: string): Promise<string> {
  const step = await side.step(Buffer.from(message));
  return Buffer.from(step.send ?? []).toString();
}

export interface Met {
  readonly client: Authenticated;
  readonly server: Authenticated;
  /** The four messages. */
  readonly said: readonly string[];
}

/** Lets both halves speak to the end. Rejects with what one of them throws. */
export async function meet(
  client: Authenticator<"client">,
  server: Authenticator<"server">,
  { at = newSession(), serverAt = at }: { at?: Session; serverAt?: Session } = {},
): Promise<Met> {
  const [one, other] = [begin(client, at), begin(server, serverAt)];
  const clientFirst = await say(one, "");
  const serverFirst = await say(other, clientFirst);
  const clientFinal = await say(one, serverFirst);
  const welcome = await other.step(Buffer.from(clientFinal));
  const end = await one.step(welcome.send ?? new Uint8Array());
  if (welcome.kind !== "done" || end.kind !== "done") throw new Error("It goes on.");
  const said = [clientFirst, serverFirst, clientFinal, Buffer.from(welcome.send ?? []).toString()];
  return { client: end.result, server: welcome.result, said };
}
