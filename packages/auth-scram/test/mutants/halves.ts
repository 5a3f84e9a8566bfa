import type { AuthContext, AuthExchange, Authenticated, Authenticator, AuthStep } from "@countersign/core";
import type { ProvingPair } from "@countersign/core/conformance";

type Half = Authenticator<"client" | "server">;
type Step = AuthExchange["step"];

/** A pair with one fault. */
export type Mutate = (pair: ProvingPair) => ProvingPair;

/** Both halves are told of another session. */
export function inContext(change: (context: AuthContext) => Partial<AuthContext>): Mutate {
  return each((half) => ({ ...half, begin: (context) => half.begin({ ...context, ...change(context) }) }));
}

/** Halves of one role take their steps otherwise. `fault` is called once for each attempt. */
export function stepping(role: "client" | "server", fault: (step: Step) => Step): Mutate {
  return each((half) => {
    if (half.role !== role) return half;
    const begin = (context: AuthContext) => {
      const exchange = half.begin(context);
      return { step: fault((received) => exchange.step(received)) };
    };
    return { ...half, begin };
  });
}

/** The server, or a client, hears what it is told as another text. */
export function hearing(role: "client" | "server", change: (text: string) => string): Mutate {
  return stepping(
    role,
    (step) => (received) => step(Buffer.from(change(Buffer.from(received).toString("latin1")), "latin1")),
  );
}

/** Sides of one role come to another result. */
export function concluding(role: "client" | "server", change: (result: Authenticated) => Authenticated): Mutate {
  return stepping(role, (step) => async (received): Promise<AuthStep> => {
    const taken = await step(received);
    return taken.kind === "done" ? { ...taken, result: change(taken.result) } : taken;
  });
}

export function both(first: Mutate, second: Mutate): Mutate {
  return (pair) => second(first(pair));
}

function each(change: (half: Half) => Half): Mutate {
  return (pair) => {
    const changed: Record<string, unknown> = { ...pair };
    for (const [name, part] of Object.entries(pair)) if (part?.begin) changed[name] = change(part);
    return changed as unknown as ProvingPair;
  };
}
