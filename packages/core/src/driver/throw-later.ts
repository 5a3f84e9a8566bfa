/** What a listener of the application throws is for the process, not for the session or its link. */
export function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
