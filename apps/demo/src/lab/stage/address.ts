import type { AddressInfo } from "node:net";

/** Where something listens, as "127.0.0.1:port". */
export function addressOf(listening: { address(): AddressInfo | string | null }): string {
  return `127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

export function splitAddress(address: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(`tcp://${address}`);
  return { host: hostname, port: Number(port) };
}
