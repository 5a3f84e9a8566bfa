import { anonymous, anyone, connect, type Limits, listen, type Session } from "../../src/index.ts";
import {
  type SimulatedNetwork,
  type SimulatedNetworkOptions,
  simulatedNetwork,
  type VirtualClock,
  virtualClock,
} from "../../src/testing/index.ts";
import { testCipher } from "../fixtures/test-cipher.ts";
import { noticingSpin } from "./restless.ts";

export interface Meeting {
  readonly clock: VirtualClock;
  readonly network: SimulatedNetwork;
  readonly client: Session;
  readonly server: Session;
  readonly serverAddress: string;
  /** Stops listening; what is open goes on. */
  stopListening(): void;
}

export interface MeetingOptions extends Omit<SimulatedNetworkOptions, "clock"> {
  readonly limits?: Partial<Limits>;
}

const cipher = testCipher();
const identity = cipher.ephemeralKem.generate();

/** A client and a server that have met on a simulated network, both established. */
export async function meet({ limits, ...options }: MeetingOptions): Promise<Meeting> {
  const clock = virtualClock();
  const network = simulatedNetwork({ ...options, clock });
  const [meeting] = await meetOn(clock, network, 1, limits);
  return meeting as Meeting;
}

/** Several clients, each with its session at the one server. */
export async function meetOn(
  clock: VirtualClock,
  network: SimulatedNetwork,
  count: number,
  limits: Partial<Limits> = {},
): Promise<Meeting[]> {
  const common = { transport: network.transport(), cipher, clock: noticingSpin(clock), limits };
  const listening = await listen({ ...common, address: "sim:0", identity, authenticate: anyone() });
  const { address } = listening;
  const dialled = { ...common, address, server: identity.publicKey, authenticate: anonymous() };
  const meetings: Meeting[] = [];
  while (meetings.length < count) {
    const client = await clock.runUntilSettled(connect(dialled), 1_000_000);
    const server = [...listening.sessions].find(({ binding }) => binding.equals(client.binding));
    if (!server) throw new Error("The client is established, and the server is not.");
    const stopListening = () => void listening.close({ drain: 1_000_000 });
    meetings.push({ clock, network, client, server, serverAddress: address, stopListening });
  }
  return meetings;
}
