import type { LinkHost, Transport } from "../../src/link.ts";
import { type SimulatedNetwork, type SimulatedNetworkOptions, simulatedNetwork } from "../../src/testing/network.ts";
import { type VirtualClock, virtualClock } from "../../src/testing/virtual-clock.ts";
import { type End, started } from "./memory-pair.ts";

export interface SimulatedServer {
  readonly clock: VirtualClock;
  readonly network: SimulatedNetwork;
  readonly transport: Transport;
  /** The server's ends, in the order in which they were accepted. */
  readonly accepted: readonly End[];
  readonly faults: readonly Error[];
  dial(): Promise<End>;
}

export const serverAddress = "sim:server";
export const seed = 4_711;

/** A network on which a server listens that admits every stranger, unless `screen` says otherwise. */
export async function simulatedServer(
  options: Partial<SimulatedNetworkOptions> = {},
  screen: LinkHost["screen"] = () => "admit",
): Promise<SimulatedServer> {
  const clock = virtualClock();
  const network = simulatedNetwork({ seed, clock, ...options });
  const transport = network.transport();
  const accepted: End[] = [];
  const faults: Error[] = [];
  await transport.listen(serverAddress, {
    screen,
    accept: (link) => accepted.push(started(link)),
    handleFault: (error) => faults.push(error),
  });
  const dial = async () => started(await transport.dial(serverAddress));
  return { clock, network, transport, accepted, faults, dial };
}
