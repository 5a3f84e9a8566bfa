import type { Clock } from "../../src/index.ts";

/** `clock`, for sessions that must not spin: throws when timers are set without end while time stands still. */
export function noticingSpin(clock: Clock): Clock {
  let at = Number.NaN;
  let timers = 0;
  return {
    now: () => clock.now(),
    defer: (callback) => clock.defer(callback),
    setTimer(callback, when) {
      const now = clock.now();
      timers = now === at ? timers + 1 : 0;
      at = now;
      if (timers > mostTimersAtOnce) throw new Error(`a session spins at ${now} ms`);
      return clock.setTimer(callback, when);
    },
  };
}

const mostTimersAtOnce = 10_000;
