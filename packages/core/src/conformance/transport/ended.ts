import assert from "node:assert/strict";
import type { Link } from "../../link.ts";
import type { End } from "./pair.ts";

/** From inside its first packet on, which aborts it twice, the link owes silence. */
export function abortAtFirstPacket({ link, sink }: End): void {
  sink.onPacket = () => {
    link.abort();
    link.abort();
    sink.owedSilence();
  };
}

/** After its end a link lends nothing, and takes every call. */
export function assertSpent(link: Link): void {
  assert.equal(link.reserve(100), undefined);
  link.flush();
  link.pause();
  link.resume();
  link.limitReceive(10_000);
  link.abort();
}
