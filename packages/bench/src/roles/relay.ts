import type { RelayCounts } from "../relay/direction.ts";
import { openRelay, type Relay } from "../relay/relay.ts";
import { reasonOf } from "./reason.ts";
import { type Assignment, stop } from "./role.ts";

/** The parent asks first for a way to a server, then for the counts of what took it. */
export type RelayRequest = { readonly target: string } | "counts";

/** The answer to `target`. */
export type Relaying = { readonly ok: true; readonly address: string } | { readonly ok: false; readonly error: string };

/** Relays for one pair for as long as the parent lives. */
export function runRelay({ conditions, seed }: Assignment & { readonly role: "relay" }): void {
  let relay: Relay | undefined;
  const answer = async (request: RelayRequest): Promise<Relaying | RelayCounts | undefined> => {
    if (request === "counts") return relay?.counts();
    try {
      relay = await openRelay({ conditions, seed, target: request.target });
      return { ok: true, address: relay.address };
    } catch (error) {
      return { ok: false, error: reasonOf(error) };
    }
  };
  process.on("message", (request) => {
    if (request !== stop) void answer(request as RelayRequest).then((reply) => process.send?.(reply));
  });
}
