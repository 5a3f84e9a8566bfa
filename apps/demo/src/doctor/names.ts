import { lookup, lookupService } from "node:dns/promises";
import { hostname, networkInterfaces } from "node:os";
import type { Check } from "./finding.ts";

export const hostName: Check = {
  topic: "host name",
  async look() {
    const name = hostname();
    const found = await addressesOf(name);
    const meaning =
      found.length > 0
        ? `it leads to ${found.join(", ")}`
        : "no address is known for it: others cannot dial this machine by it, and need an address";
    return { lines: [name, meaning] };
  },
};

export const localhost: Check = {
  topic: "localhost",
  async look() {
    const found = await addressesOf("localhost");
    const isLoopback = found.some((address) => address.startsWith("127.") || address === "::1");
    const trouble = `"localhost" leads to ${found.join(", ") || "nowhere"}: mend the hosts file, or dial 127.0.0.1.`;
    return { lines: [`it leads to ${found.join(", ") || "nowhere"}`], ...(!isLoopback && { trouble }) };
  },
};

export const addresses: Check = {
  topic: "addresses",
  look() {
    const own = Object.entries(networkInterfaces()).flatMap(([name, list = []]) =>
      list.map(({ address, internal }) => `${address} (${name}${internal ? ", this machine only" : ""})`),
    );
    return {
      lines: [
        ...own,
        'listen at one of them and others can reach it; at "0.0.0.0" at all of IPv4; at "127.0.0.1" nobody else can',
      ],
    };
  },
};

/** Ports whose names most systems know, and the chat's. */
const ports = [7, 22, 53, 443, 7000];

export const services: Check = {
  topic: "services",
  async look() {
    const named = await Promise.all(ports.map(async (port) => `${port} is ${await serviceAt(port)}`));
    return {
      lines: [
        `by this system's list of services: ${named.join(", ")}`,
        'Countersign takes numbers only ("host:7000"): a name would lead elsewhere on another machine',
      ],
    };
  },
};

async function serviceAt(port: number): Promise<string> {
  const { service } = await lookupService("127.0.0.1", port).catch(() => ({ service: String(port) }));
  return service === String(port) ? "without a name" : service;
}

async function addressesOf(name: string): Promise<readonly string[]> {
  const found = await lookup(name, { all: true }).catch(() => []);
  return found.map(({ address }) => address);
}
