/** Time as the driver sees it. The system's in production, a virtual one in tests (`@countersign/core/testing`). */
export interface Clock {
  /** Milliseconds, monotonic, from an arbitrary start. */
  now(): number;
  /** Calls back once, at about `at` milliseconds of this clock. Returns the way to cancel it. */
  setTimer(callback: () => void, at: number): () => void;
  /** Calls back once, after everything that this turn of the event loop has read was handled. */
  defer(callback: () => void): void;
}

/** Timers do not keep the process alive: the link's socket does, as long as there is one. */
export const systemClock: Clock = {
  now: () => performance.now(),
  setTimer(callback, at) {
    const timer = setTimeout(callback, Math.min(Math.max(0, at - performance.now()), longestTimeoutMs));
    timer.unref();
    return () => clearTimeout(timer);
  },
  defer: (callback) => void setImmediate(callback),
};

// What setTimeout takes; a timer for later than that comes early, and is set again.
const longestTimeoutMs = 2 ** 31 - 1;
