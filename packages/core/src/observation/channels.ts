import { channel } from "node:diagnostics_channel";
import type { DiagnosticsChannels } from "./events.ts";

/** The channels by their last words. To be asked for `hasSubscribers` before an event is made. */
export const channels = {
  opening: named("countersign:session:opening"),
  established: named("countersign:session:established"),
  failed: named("countersign:session:failed"),
  closed: named("countersign:session:closed"),
  refused: named("countersign:stranger:refused"),
  fault: named("countersign:server:fault"),
};

/** The stable code of an error, if it has one. */
export function codeOf(error: unknown): string | undefined {
  const code = (error as { readonly code?: unknown } | null | undefined)?.code;
  return typeof code === "string" ? code : undefined;
}

interface Channel<Event> {
  readonly hasSubscribers: boolean;
  publish(event: Event): void;
}

function named<Name extends keyof DiagnosticsChannels>(name: Name): Channel<DiagnosticsChannels[Name]> {
  return channel(name);
}
