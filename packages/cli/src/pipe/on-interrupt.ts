/**
 * Ctrl-C, and a polite kill: `leave` ends what goes on, with an error for the peer, which must not take a part for the
 * whole. The process ends soon after, with the shell's exit code for it.
 */
export function onInterrupt(leave: () => void): void {
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    process.once(signal, () => {
      leave();
      setTimeout(() => process.exit(code), farewellMs);
    });
  }
}

/** Time for the last packet to leave. */
const farewellMs = 100;
