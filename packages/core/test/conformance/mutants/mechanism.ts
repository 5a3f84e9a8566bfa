import type { AuthContext, AuthExchange, Authenticated, Authenticator, AuthStep } from "../../../src/authenticator.ts";
import { concat } from "../../../src/bytes.ts";
import type { AuthenticationPair, ProvingPair } from "../../../src/conformance/index.ts";
import { PeerError } from "../../../src/errors.ts";

/** A mechanism with one fault, and the case that must notice it. */
export interface AuthenticatorMutant<Pair extends AuthenticationPair> {
  readonly fault: string;
  readonly fails: string;
  readonly mutate: (pair: Pair) => Pair;
}

/** The same mechanism, whose attempts are told of another session. */
export function inContext(change: (context: AuthContext) => Partial<AuthContext>) {
  return eachHalf((half) => beginning(half, (context) => half.begin({ ...context, ...change(context) })));
}

type Step = AuthExchange["step"];

/** The same mechanism, whose clients take their steps otherwise. `fault` is called once for each attempt. */
export function withClient(fault: (step: Step) => Step) {
  return eachHalf((half) => (half.role === "client" ? stepping(half, fault) : half));
}

export function withServer(fault: (step: Step) => Step) {
  return eachHalf((half) => (half.role === "server" ? stepping(half, fault) : half));
}

/** The same mechanism, whose sides come to another result. */
export function withResult(role: "client" | "server", change: (result: Authenticated) => Authenticated) {
  const fault = (step: Step) => async (received: Uint8Array) => {
    const taken = await step(received);
    return taken.kind === "done" ? { ...taken, result: change(taken.result) } : taken;
  };
  return role === "client" ? withClient(fault) : withServer(fault);
}

/** Both faults together. */
export function both<Pair>(first: (pair: Pair) => Pair, second: (pair: Pair) => Pair): (pair: Pair) => Pair {
  return (pair) => second(first(pair));
}

/** A server that admits alice, whatever its mechanism says. */
export const admitted: AuthStep = { kind: "done", result: { peer: { name: "alice", mechanism: "hmac-sha256" } } };

export const believed: AuthStep = { kind: "done", result: { peer: { mechanism: "hmac-sha256" } } };

export function sending(step: AuthStep, change: (bytes: Uint8Array) => Uint8Array): AuthStep {
  return step.send ? { ...step, send: change(step.send) } : step;
}

export function refusal(message: string, cause?: unknown): PeerError {
  return new PeerError("ERR_COUNTERSIGN_AUTHENTICATION", message, { cause });
}

export const padding = (bytes: number) => (message: Uint8Array) => concat(message, new Uint8Array(bytes));

type Half = Authenticator<"client" | "server">;

function eachHalf(change: (half: Half) => Half) {
  return <Pair extends AuthenticationPair | ProvingPair>(pair: Pair): Pair => {
    const changed: Record<string, unknown> = { ...pair };
    for (const [name, part] of Object.entries(pair)) if (part?.begin) changed[name] = change(part as Half);
    return changed as unknown as Pair;
  };
}

function stepping(half: Half, fault: (step: Step) => Step): Half {
  return beginning(half, (context) => {
    const exchange = half.begin(context);
    return { step: fault((received) => exchange.step(received)) };
  });
}

function beginning({ role, mechanism }: Half, begin: Half["begin"]): Half {
  return { role, mechanism, begin };
}
