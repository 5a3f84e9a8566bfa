/** Time as the driver sees it. The system's in production, a virtual one in tests (`@countersign/core/testing`). */
export interface Clock {
  /** Milliseconds, monotonic, from an arbitrary start. */
  now(): number;
  /** Calls back once, at `at` milliseconds of this clock or a little later. Returns the way to cancel it. */
  setTimer(callback: () => void, at: number): () => void;
  /** Calls back once, after everything that this turn of the event loop has read was handled. */
  defer(callback: () => void): void;
}

/** Timers do not keep the process alive: the link's socket does, as long as there is one. */
export const systemClock: Clock = {
  now: () => performance.now(),
  setTimer(callback, at) {
    const timer = setTimeout(callback, Math.max(0, at - performance.now()));
    timer.unref();
    return () => clearTimeout(timer);
  },
  defer: (callback) => void setImmediate(callback),
};
