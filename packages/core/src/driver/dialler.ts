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
  /** Makes the session's configuration once the link is there. */
  readonly configure: (traits: LinkTraits, startedAt: number) => ClientConfig;
}

/** Opens a link and starts a client's session on it. `own` learns its driver and returns who hears of it. */
export async function dial(options: DialOptions, own: (driver: SessionDriver) => SessionOwner): Promise<void> {
  const { transport, address, clock, signal, configure } = options;
  const link = await transport.dial(address, { signal });
  if (signal?.aborted) {
    link.abort();
    throw signal.reason;
  }
  const machine = new SessionMachine(configure(link.traits, clock.now()));
  const driver = new SessionDriver(machine, link, clock);
  driver.owner = own(driver);
  link.start(driver);
  driver.start();
}
