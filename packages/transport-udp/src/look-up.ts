import dns from "node:dns/promises";
import { isIP } from "node:net";
import { LinkError } from "@countersign/core";

export interface HostAddress {
  /** An IP address. */
  readonly host: string;
  readonly family: number;
}

/**
 * The addresses of a host, at least one, in the system's order. Rejects with the system's error, with LinkError
 * ERR_COUNTERSIGN_CONNECT_TIMEOUT, or with the signal's reason; the system's own search goes on in vain.
 */
export async function lookUp(host: string, timeoutMs: number, signal?: AbortSignal): Promise<readonly HostAddress[]> {
  const family = isIP(host);
  if (family !== 0) return [{ host, family }];
  let cancel = () => {};
  const cancelled = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(timeoutError(host, timeoutMs)), timeoutMs);
    const handleAbort = () => reject(signal?.reason);
    signal?.addEventListener("abort", handleAbort);
    cancel = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", handleAbort);
    };
  });
  try {
    const found = await Promise.race([dns.lookup(host, { all: true }), cancelled]);
    return found.map(({ address, family }) => ({ host: address, family }));
  } finally {
    cancel();
  }
}

function timeoutError(host: string, timeoutMs: number): LinkError {
  return new LinkError(
    "ERR_COUNTERSIGN_CONNECT_TIMEOUT",
    `The address of ${host} was not found within ${timeoutMs} ms`,
  );
}
