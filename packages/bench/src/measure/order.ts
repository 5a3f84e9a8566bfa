import type { CpuUse } from "../cpu/parts.ts";

/** What the client asks the server to do with the messages that follow. */
export type Order =
  /** Send every message back, until the connection ends. */
  | { readonly kind: "echo" }
  /** Check `count` messages of `size` bytes, then acknowledge them and wait for another order. */
  | { readonly kind: "receive"; readonly size: number; readonly count: number }
  /** Check each message of `size` bytes and acknowledge it by itself, until the connection ends. */
  | { readonly kind: "acknowledge"; readonly size: number }
  /** Say how much memory the process has, then wait for another order. */
  | { readonly kind: "weigh" }
  /** Profile the process from now on; then wait for another order. */
  | { readonly kind: "profile" }
  /** Say where its CPU time went since then; then wait for another order. */
  | { readonly kind: "attribute" };

export function orderMessage(order: Order): Buffer {
  return Buffer.from(JSON.stringify(order));
}

/** Undefined when the message is no order. */
export function parseOrder(message: Uint8Array): Order | undefined {
  try {
    const order = JSON.parse(Buffer.from(message).toString());
    if (bareKinds.has(order?.kind)) return { kind: order.kind };
    if (!isPositive(order?.size)) return undefined;
    if (order.kind === "acknowledge") return { kind: "acknowledge", size: order.size };
    if (order.kind !== "receive" || !isPositive(order.count)) return undefined;
    return { kind: "receive", size: order.size, count: order.count };
  } catch {
    return undefined;
  }
}

const bareKinds: ReadonlySet<unknown> = new Set(["echo", "weigh", "profile", "attribute"]);

/** What the server says to the client. */
export const say = {
  /** First on every connection: the server is sure of the client. */
  ready: Buffer.from("ready"),
  received: (count: number) => Buffer.from(`received ${count}`),
  weight: (bytes: number) => Buffer.from(`weight ${bytes}`),
  profiling: Buffer.from("profiling"),
  use: (use: CpuUse) => Buffer.from(JSON.stringify(use)),
};

/** Bytes of memory that the server says its process has. Throws what it said instead. */
export function parseWeight(message: Uint8Array): number {
  const text = Buffer.from(message).toString("latin1", 0, 200);
  const bytes = Number(/^weight (\d+)$/.exec(text)?.[1]);
  if (isPositive(bytes)) return bytes;
  throw new Error(`instead of its weight the server said "${text}"`);
}

/** Throws what the server said instead of `expected`. */
export function assertSaid(message: Uint8Array, expected: Buffer): void {
  if (Buffer.compare(message, expected) === 0) return;
  throw new Error(`instead of "${expected}" the server said "${Buffer.from(message).toString("latin1", 0, 200)}"`);
}

function isPositive(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
