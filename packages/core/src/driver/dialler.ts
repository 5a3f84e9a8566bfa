import type { ClientKeys } from "../handshake/client-keys.ts";
import type { LinkTraits, Transport } from "../link.ts";
import type { ClientConfig } from "../session/config.ts";
import { SessionMachine } from "../session/machine.ts";
import type { Clock } from "./clock.ts";
import { SessionDriver, type SessionOwner } from "./driver.ts";

export interface DialOptions {
  readonly transport: Transport;
  readonly address: string;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Draws the keys of the handshake, while the link is being opened. */
  readonly draw: () => ClientKeys;
  /** Makes the session's configuration once the link is there. */
  readonly configure: (traits: LinkTraits, startedAt: number, keys: ClientKeys) => ClientConfig;
}

/** Opens a link and starts a client's session on it. `own` learns its driver and returns who hears of it. */
export async function dial(options: DialOptions, own: (driver: SessionDriver) => SessionOwner): Promise<void> {
  const { transport, address, clock, signal, draw, configure } = options;
  const drawing = atTurnEnd(clock, draw);
  const link = await transport.dial(address, { signal });
  try {
    const keys = await drawing;
    signal?.throwIfAborted();
    const machine = new SessionMachine(configure(link.traits, clock.now(), keys));
    const driver = new SessionDriver(machine, link, clock);
    driver.owner = own(driver);
    link.start(driver);
    driver.start();
  } catch (error) {
    link.abort();
    throw error;
  }
}

/** What `make` returns when this turn has begun what it has to. A failure that nobody waits for is none. */
function atTurnEnd<T>(clock: Clock, make: () => T): Promise<T> {
  const made = new Promise<void>((resolve) => clock.defer(resolve)).then(make);
  made.catch(() => {});
  return made;
}
