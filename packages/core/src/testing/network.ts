import type { Clock } from "../driver/clock.ts";
import { LinkError, UsageError } from "../errors.ts";
import type { Link, LinkHost, LinkTraits, Path, Transport, TransportListener } from "../link.ts";
import { Addresses } from "./addresses.ts";
import type { Datagram, Endpoint } from "./datagram.ts";
import type { Faults } from "./faults.ts";
import { reclaim } from "./loan.ts";
import { NetworkLink } from "./network-link.ts";
import { NetworkListener } from "./network-listener.ts";
import { seededRandom } from "./random.ts";
import { Road, type RoadCounters } from "./road.ts";
import { type Direction, type Tap, tapped } from "./tap.ts";

const basePacketBytes = 1_200;

export interface SimulatedNetworkOptions extends Partial<Faults> {
  /** Decides every fault. The same seed and the same traffic give the same trace. */
  readonly seed: number;
  readonly clock: Clock;
  /** Largest packet that links of this network can send, in bytes, 1,200 or more. By default 1,452. */
  readonly maxPacketBytes?: number;
  /** Tell links of packets beyond the path's MTU and of addresses where nobody is. By default the network is mute. */
  readonly hints?: boolean;
  /** Sees packets when they are sent, before any fault. */
  readonly onPacket?: Tap;
}

export interface SimulatedNetwork {
  readonly seed: number;
  /** Live: they go on counting. */
  readonly counters: Readonly<Record<Direction, RoadCounters>>;
  /** Present addresses of the dialling ends of open links. */
  readonly clients: readonly string[];
  /** Dials and listens at `sim:name` and, to listen at a free address, `sim:0`. Dialling succeeds always. */
  transport(): Transport;
  /** Changes the faults in one direction or in both, for packets sent from now on. Throws UsageError. */
  change(faults: Partial<Faults>, direction?: Direction): void;
  /**
   * Gives a client another address, as a NAT or another network does: by default a fresh one. Returns it. What is sent
   * to the old one is dropped from now on. Throws UsageError for an address that is no client's, or is taken.
   */
  rebind(client: string, to?: string): string;
  /**
   * Forges a packet, which arrives now and suffers no fault. A listener takes it for a packet of the client that dialled
   * from `route`, by default `from`.
   */
  inject(from: string, to: string, packet: Uint8Array, route?: string): void;
}

/**
 * A network that loses, delays, repeats, reorders and changes datagrams as its seed says, in the time of `clock`. Each
 * direction has its own faults and its own random numbers; without options packets take 10 ms and all arrive.
 *
 * A listener knows a link by the address its client dialled from, which survives `rebind`: that is what the route id of
 * a real transport does. Links lend and take back memory as those of `memory()` do. Throws UsageError for an option
 * that is out of range.
 */
export function simulatedNetwork(options: SimulatedNetworkOptions): SimulatedNetwork {
  return new Network(options);
}

interface Client {
  address: string;
  readonly link: NetworkLink;
}

class Network implements SimulatedNetwork {
  readonly seed: number;
  readonly counters: Readonly<Record<Direction, RoadCounters>>;

  readonly #options: SimulatedNetworkOptions;
  readonly #traits: LinkTraits;
  readonly #roads: Readonly<Record<Direction, Road>>;
  readonly #addresses = new Addresses("sim");
  readonly #clients = new Map<string, Client>();
  readonly #listeners = new Map<string, NetworkListener>();

  constructor(options: SimulatedNetworkOptions) {
    const { seed, clock, maxPacketBytes = 1_452, hints, onPacket, ...faults } = options;
    if (!(maxPacketBytes >= basePacketBytes)) {
      throw misuse(`maxPacketBytes is ${maxPacketBytes}; it takes ${basePacketBytes} or more`);
    }
    const random = seededRandom(seed);
    const road = () => new Road(clock, seededRandom(random.integer(2 ** 32)));
    this.seed = seed;
    this.#options = options;
    this.#traits = { reliable: false, basePacketBytes, maxPacketBytes };
    this.#roads = { "client-to-server": road(), "server-to-client": road() };
    this.counters = {
      "client-to-server": this.#roads["client-to-server"].counters,
      "server-to-client": this.#roads["server-to-client"].counters,
    };
    this.change(faults);
  }

  get clients(): readonly string[] {
    return [...this.#clients.keys()];
  }

  transport(): Transport {
    return {
      name: "simulated",
      dial: async (address, options) => {
        await undefined; // An abort of this turn still counts.
        return this.#dial(address, options?.signal);
      },
      listen: async (address, host) => this.#listen(address, host),
    };
  }

  change(faults: Partial<Faults>, direction?: Direction): void {
    const roads = direction ? [this.#roads[direction]] : Object.values(this.#roads);
    for (const road of roads) road.change(faults);
  }

  rebind(address: string, to = this.#addresses.fresh()): string {
    const client = this.#clients.get(address);
    if (!client) throw misuse(`rebind: no client is at ${address}`);
    if (this.#endpoint(to)) throw misuse(`rebind: ${to} is taken`);
    this.#clients.delete(address);
    this.#clients.set(to, client);
    client.address = to;
    return to;
  }

  inject(from: string, to: string, packet: Uint8Array, route = from): void {
    const direction = this.#listeners.has(to) ? "client-to-server" : "server-to-client";
    const datagram = { from, to, route, packet: Uint8Array.from(packet) };
    this.#roads[direction].counters.injected += 1;
    this.#options.clock.defer(() => this.#arrive(direction, datagram));
  }

  #dial(address: string, signal: AbortSignal | undefined): Link {
    const server = this.#addresses.toDial(address);
    signal?.throwIfAborted();
    const route = this.#addresses.fresh();
    const path: Path = { address: server, proven: false };
    const client: Client = {
      address: route,
      link: new NetworkLink({
        clock: this.#options.clock,
        traits: this.#traits,
        path,
        send: (packet, to) => this.#send("client-to-server", { from: client.address, to, route, packet }, client.link),
        leave: () => this.#clients.delete(client.address),
      }),
    };
    this.#clients.set(route, client);
    return client.link;
  }

  #listen(wanted: string, host: LinkHost): TransportListener {
    const address = this.#addresses.toListen(wanted);
    if (this.#endpoint(address)) throw new LinkError("ERR_COUNTERSIGN_LISTEN", `${address} is taken`);
    const listener = new NetworkListener({
      address,
      host,
      clock: this.#options.clock,
      traits: this.#traits,
      send: (datagram, link) => this.#send("server-to-client", datagram, link),
      leave: () => this.#listeners.delete(address),
    });
    this.#listeners.set(address, listener);
    return listener;
  }

  #send(direction: Direction, datagram: Datagram, sender: NetworkLink | undefined): void {
    const road = this.#roads[direction];
    for (const packet of tapped(this.#options.onPacket, datagram.packet, direction)) {
      const bytes = packet.length;
      if (this.#options.hints && bytes > road.faults.mtu) sender?.hint({ kind: "too-large", bytes });
      road.carry(packet, (arrived) => this.#arrive(direction, { ...datagram, packet: arrived }, sender));
    }
  }

  #arrive(direction: Direction, datagram: Datagram, sender?: NetworkLink): void {
    const { counters } = this.#roads[direction];
    const endpoint = this.#endpoint(datagram.to);
    if (endpoint) {
      counters.delivered += 1;
      endpoint.receive(datagram);
      reclaim(datagram.packet);
      return;
    }
    counters.dropped += 1;
    if (this.#options.hints) sender?.hint({ kind: "unreachable", cause: connectionRefused(datagram.to) });
  }

  #endpoint(address: string): Endpoint | undefined {
    return this.#listeners.get(address) ?? this.#clients.get(address)?.link;
  }
}

/** What the system says when nobody is at an address. */
function connectionRefused(address: string): Error {
  return Object.assign(new Error(`ECONNREFUSED: nobody is at ${address}`), { code: "ECONNREFUSED" });
}

function misuse(message: string): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", `simulatedNetwork: ${message}`);
}
